-- What the log says of all progress reports of the projects of which any progress is purged, or of every project that needs
-- it: by each version that brought some or has progress, since what follows from versions is not known there any more.
-- only  its braces take the condition on a project's id, v.project_id
SELECT v.project_id, v.version, coalesce(
    jsonb_agg(jsonb_build_object('as_of', r.as_of, 'planned', r.planned, 'actual', r.actual) ORDER BY r.as_of)
        FILTER (WHERE r.as_of IS NOT NULL), '[]')::text AS text
FROM published.project_version AS v
LEFT JOIN published.progress_report AS r ON r.project_id = v.project_id AND r.publication = v.publication
WHERE {only}
GROUP BY v.project_id, v.version
HAVING count(r.as_of) > 0 OR v.progress_as_of IS NOT NULL
