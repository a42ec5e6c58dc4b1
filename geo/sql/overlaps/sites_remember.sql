-- Keep where and when the projects of a publication can concern others.
-- reads  temporary table overlap_days, one row a project that has any ground of its own to be compared
-- table   its braces take where they are kept, published.overlap_site or another table like it
-- ground  its braces take footprints/ground; roads: overlaps/roads; axis: overlaps/axis
INSERT INTO {table} (
    project_id, since, title, start_on, end_on, soonest, latest, cuts, paves, distance, dimension, length, area, streets,
    road_classes, shape, axis, half_width
)
SELECT v.project_id, v.publication, v.title, d.start_on, d.end_on, d.soonest, d.latest, d.cuts, d.paves, d.distance,
    s.dimension, d.length, d.area, coalesce(r.streets, '{{}}'), coalesce(r.road_classes, '{{}}'), s.shape, x.axis, x.half_width
FROM overlap_days AS d
JOIN published.project_now AS v ON v.project_id = d.project_id
{ground}{roads}{axis}