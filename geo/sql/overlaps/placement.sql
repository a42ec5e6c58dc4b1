-- How a footprint lies, one row: whether it has too many vertices to be compared, the streets along it, and how long it is where it is a street that is drawn as an area (m).
-- footprint     its braces take a placeholder: WKB, EPSG:4326
-- ground roads axis too_detailed  their braces take footprints/ground, overlaps/roads, overlaps/axis, footprints/too_detailed
SELECT {too_detailed} AS too_detailed, coalesce(r.streets, '{{}}') AS streets, coalesce(r.road_classes, '{{}}') AS road_classes,
    coalesce(x.axis_length, 0) AS axis_length
FROM (SELECT ST_GeomFromWKB({footprint}::bytea, 4326) AS footprint OFFSET 0) AS v
{ground}{roads}{axis}
