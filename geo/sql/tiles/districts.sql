-- The layers districts (outlines) and district_labels (where their names stand) of one boundary set.
-- chosen  its braces take the condition on d (map_district)
-- reads   box
SELECT (
    SELECT ST_AsMVT(f, 'districts', 4096, 'geom') FROM (
        SELECT ST_AsMVTGeom(
                CASE WHEN $1::integer <= 9 THEN d.coarse WHEN $1::integer <= 13 THEN d.middle ELSE d.shape END,
                (SELECT tile FROM box), 4096, 128, true) AS geom,
            d.district_id AS id, d.code, d.set_code AS boundary_set
        FROM published.map_district AS d
        WHERE {chosen} AND d.shape && (SELECT wide FROM box)
        ORDER BY d.district_id
    ) AS f
) || (
    SELECT ST_AsMVT(f, 'district_labels', 4096, 'geom') FROM (
        SELECT ST_AsMVTGeom(d.label, (SELECT tile FROM box), 4096, 128, true) AS geom,
            d.district_id AS id, d.code, d.set_code AS boundary_set, d.labels
        FROM published.map_district AS d
        WHERE {chosen} AND d.label && (SELECT wide FROM box)
        ORDER BY d.district_id
    ) AS f
)
