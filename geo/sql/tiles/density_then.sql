-- The same of the works of an earlier publication.
-- earlier  its braces take tiles/earlier
-- works    and m (as map_shape)
-- returns  tile (quad code), works
{earlier}SELECT m.cell >> 6 AS tile, count(*) AS works FROM {works} GROUP BY m.cell >> 6
