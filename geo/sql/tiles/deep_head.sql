-- What a tile deeper than zoom 14 begins with: the same without its generation, which many of them share.
-- works, box  their braces take what those of tiles/head do
-- gives       state (number of the newest publication, works), box
WITH state AS MATERIALIZED (
    SELECT (SELECT coalesce(max(number), 0) FROM published.publication) AS number, {works} AS works
), box AS MATERIALIZED (
    {box}
)
