-- Facts and places of the works that have ground of their own to be compared: a footprint that is told coarsely has none, and a
-- cancelled work needs none. One with too many vertices would keep all other publications waiting.
-- ground  its braces take footprints/ground; roads: overlaps/roads; axis: overlaps/axis
-- compared  its braces take overlaps/compared; chosen: which versions are looked at
-- Gives the columns of overlaps/sites, and those of published.overlap_site that rules say nothing of; shape and axis as EWKB in
-- hexadecimal (EPSG:4326), half_width, axis_length and length in metres, area in square metres.
SELECT v.project_id AS id, v.publication AS since, v.agency, v.title, v.category, v.status, v.contractor, v.contract_amount,
    v.planned_start, v.planned_end, v.actual_start, v.actual_end, v.progress_as_of, v.budget, v.budget_currency,
    nullif(v.details, '{{}}') AS details, v.sample, s.dimension,
    CASE s.dimension WHEN 1 THEN ST_Length(s.shape::geography) ELSE 0 END AS length,
    CASE s.dimension WHEN 2 THEN ST_Area(s.shape::geography) ELSE 0 END AS area,
    coalesce(r.streets, '{{}}') AS streets, coalesce(r.road_classes, '{{}}') AS road_classes, s.shape::text AS shape,
    x.axis::text AS axis, x.half_width, coalesce(x.axis_length, 0) AS axis_length
FROM published.project_now AS v
{ground}{roads}{axis}WHERE {compared} AND {chosen}
