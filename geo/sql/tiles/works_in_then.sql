-- How many works had their anchor in a tile at an earlier publication, counted no further than need be.
-- box     its braces take tiles/box_then
-- works   m (map/shape_then)
-- up      by how many bits a cell is shifted to be a tile
-- code    the placeholder of the tile's quad code
-- most    and of the number to count to
{box} SELECT count(*) FROM (
    SELECT FROM {works}
    WHERE m.shape && (SELECT wide FROM box) AND m.cell >> {up} = {code}::bigint
    LIMIT {most}::bigint
) AS n
