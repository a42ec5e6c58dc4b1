-- Keep where and when the projects of a publication can concern others.
-- table  its braces take where they are kept, published.overlap_site or another table like it
-- made   and overlaps/sites_made of the temporary table overlap_days
INSERT INTO {table} (
    project_id, since, title, start_on, end_on, soonest, latest, cuts, paves, distance, dimension, length, area, streets,
    road_classes, shape, axis, half_width
)
{made}