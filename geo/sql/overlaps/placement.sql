-- How a footprint lies, one row: whether it has too many vertices to be compared, the streets along it, how long (m) or large (m2)
-- it is as overlaps/sites_made tells it of a published work, and how long where it is a street that is drawn as an area (m).
-- footprint     its braces take a placeholder: WKB, EPSG:4326
-- ground roads axis too_detailed  their braces take footprints/ground, overlaps/roads, overlaps/axis, footprints/too_detailed
SELECT {too_detailed} AS too_detailed, coalesce(r.streets, '{{}}') AS streets, coalesce(r.road_classes, '{{}}') AS road_classes,
    CASE s.dimension WHEN 1 THEN ST_Length(s.shape::geography) ELSE 0 END AS length,
    CASE s.dimension WHEN 2 THEN ST_Area(s.shape::geography) ELSE 0 END AS area, coalesce(x.axis_length, 0) AS axis_length
FROM (SELECT ST_GeomFromWKB({footprint}::bytea, 4326) AS footprint OFFSET 0) AS v
{ground}{roads}{axis}
