-- What the staged projects would be, were they published now: those of the temporary table change, by their rows.
-- number   0: they are of no publication
-- delays   its braces take publish/delays
-- feature  and publish/feature
-- returns  as history/chosen, and row_number
WITH feature AS (
    SELECT c.*, published.geometry_class(c.footprint) AS geometry_class, {feature} AS feature_text
    FROM (SELECT c.*, {delays}, ARRAY[]::text[] AS purged, now() AS published_at FROM change AS c) AS c
)
SELECT c.row_number, c.project_id, c.version, %(number)s::bigint AS publication, c.published_at, c.withdrawn,
    c.geometry_class, substr(c.feature_text, strpos(c.feature_text, ',"properties":') + 14) AS facts,
    substr(b.feature_text, strpos(b.feature_text, ',"properties":') + 14) AS facts_before,
    b.geometry_class AS geometry_class_before, c.ground, '[]' AS purges,
    c.footprint IS DISTINCT FROM b.footprint AS moved, 0 AS extensions
FROM feature AS c
LEFT JOIN published.project_version AS b ON b.project_id = c.project_id AND b.version = c.version - 1
ORDER BY c.row_number, c.project_id
