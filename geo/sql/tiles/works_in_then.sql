-- How many works had their anchor in a tile at an earlier publication, counted no further than need be: first those whose
-- box lies in it, which an index alone tells; only where these are few, the works themselves. A box is taken to lie in it
-- where a metre is left all around, since anchors are rounded to metres.
-- box     its braces take tiles/box_then
-- works   m (map/shape_then)
-- up      by how many bits a cell is shifted to be a tile
-- code    the placeholder of the tile's quad code
-- most    and of the number to count to
{box}, inside AS MATERIALIZED (
    SELECT box(point(ST_XMin(t.tile) + 0.00001, ST_YMin(t.tile) + 0.00001),
        point(ST_XMax(t.tile) - 0.00001, ST_YMax(t.tile) - 0.00001)) AS place
    FROM (SELECT ST_Transform(ST_SetSRID(tile::geometry, 3857), 4326) AS tile FROM box) AS t
)
SELECT CASE WHEN within.works = {most}::bigint THEN within.works ELSE (
    SELECT count(*) FROM (
        SELECT FROM {works}
        WHERE m.shape && (SELECT wide FROM box) AND m.cell >> {up} = {code}::bigint
        LIMIT {most}::bigint
    ) AS n
) END
FROM (
    SELECT count(*) AS works FROM (
        SELECT FROM published.project_box AS b WHERE b.box <@ (SELECT place FROM inside) LIMIT {most}::bigint
    ) AS n
) AS within
