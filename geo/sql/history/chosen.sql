-- Versions that are chosen one by one, in the order in which they are named.
-- $1 $2    lists of the same length: the ids of their projects, and their numbers
-- purges   its braces take history/purges
-- returns  as history/versions, and project_id, facts_before (those of the version before; null for the first)
SELECT v.project_id, v.version, v.publication, lower(v.published) AS published_at, v.withdrawn, v.geometry_class,
    substr(v.feature_text, strpos(v.feature_text, ',"properties":') + 14) AS facts,
    substr(b.feature_text, strpos(b.feature_text, ',"properties":') + 14) AS facts_before,
    b.geometry_class AS geometry_class_before, v.ground, {purges} AS purges,
    v.footprint IS DISTINCT FROM b.footprint AS moved,
    CASE WHEN v.planned_end > b.planned_end THEN (
        SELECT count(*) FROM published.project_version AS n
        JOIN published.project_version AS m ON m.project_id = n.project_id AND m.version = n.version - 1
        WHERE n.project_id = v.project_id AND n.version <= v.version AND n.planned_end > m.planned_end
    ) ELSE 0 END AS extensions
FROM unnest($1::text[], $2::integer[]) WITH ORDINALITY AS c (project_id, version, place)
JOIN published.project_version AS v ON v.project_id = c.project_id AND v.version = c.version
LEFT JOIN published.project_version AS b ON b.project_id = c.project_id AND b.version = c.version - 1
ORDER BY c.place
