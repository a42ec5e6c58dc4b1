-- What of a version's footprint is compared, as the table s: its shape (EPSG:4326), of a mixed collection what has the most
-- dimensions, and those of the footprint. OFFSET 0 keeps it from being worked out for each use.
-- reads  v, a version with a footprint
CROSS JOIN LATERAL (
    SELECT ST_Dimension(v.footprint) AS dimension,
        CASE ST_GeometryType(v.footprint) WHEN 'ST_GeometryCollection' THEN ST_CollectionExtract(v.footprint)
            ELSE v.footprint END AS shape
    OFFSET 0
) AS s
