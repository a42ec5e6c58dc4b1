-- Keep where and when the projects of a publication can concern others.
-- made  its braces take overlaps/sites_made of the temporary table overlap_days
INSERT INTO published.overlap_site (
    project_id, since, title, start_on, end_on, soonest, latest, cuts, paves, distance, dimension, length, area, streets,
    road_classes, shape, axis, half_width
)
{made}