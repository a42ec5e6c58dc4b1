-- Versions of a project, the newest first, each with its properties as they were published.
-- $1       the project's id
-- $2       only versions below this number; null for all of them
-- $3       how many at most
-- purges   its braces take history/purges
-- returns  version, publication, published_at, withdrawn, facts (JSON text that ends one brace late), geometry_class (null
--          without a footprint), moved (whether the footprint is another one than in the version before), extensions (how
--          often the planned end has moved to a later day until then), ground, purges (JSON: what was purged later)
SELECT v.version, v.publication, lower(v.published) AS published_at, v.withdrawn, v.geometry_class, e.extensions,
    substr(v.feature_text, strpos(v.feature_text, ',"properties":') + 14) AS facts,
    v.footprint IS DISTINCT FROM b.footprint AS moved, v.ground, {purges} AS purges
FROM (
    SELECT s.version, count(*) FILTER (WHERE s.planned_end > s.before) OVER (ORDER BY s.version) AS extensions
    FROM (
        SELECT p.version, p.planned_end, lag(p.planned_end) OVER (ORDER BY p.version) AS before
        FROM published.project_version AS p WHERE p.project_id = $1
    ) AS s
) AS e
JOIN published.project_version AS v ON v.version = e.version
LEFT JOIN published.project_version AS b ON b.project_id = v.project_id AND b.version = v.version - 1
WHERE v.project_id = $1 AND ($2::integer IS NULL OR v.version < $2)
ORDER BY v.version DESC
LIMIT $3
