-- Where and when works can concern others, as published.overlap_site has it but for whether so many are there.
-- days    its braces take the works, one row a work that has any ground of its own to be compared (as overlap_days)
-- ground  and footprints/ground; roads: overlaps/roads; axis: overlaps/axis
SELECT v.project_id, v.publication AS since, v.title, d.start_on, d.end_on, d.soonest, d.latest, d.cuts, d.paves, d.distance,
    s.dimension::smallint AS dimension, d.length, d.area, coalesce(r.streets, '{{}}') AS streets,
    coalesce(r.road_classes, '{{}}') AS road_classes, s.shape, x.axis, x.half_width
FROM {days} AS d
JOIN published.project_now AS v ON v.project_id = d.project_id
{ground}{roads}{axis}