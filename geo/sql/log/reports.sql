-- What the log says of the progress reports that came with the versions of a publication: of those that brought others
-- than the progress that the version itself says, from which the reports of the rest follow.
-- number  publication number
-- reads   temporary table change
SELECT c.project_id, c.version, (
    SELECT jsonb_agg(jsonb_build_object('as_of', r.as_of, 'planned', r.planned, 'actual', r.actual) ORDER BY r.as_of)
    FROM published.progress_report AS r WHERE r.project_id = c.project_id AND r.publication = %(number)s
)::text AS text
FROM change AS c
WHERE c.reports <> '[]' AND (jsonb_array_length(c.reports) > 1 OR c.reports -> 0 ->> 'as_of' IS DISTINCT FROM c.progress_as_of::text)
    AND EXISTS (
        SELECT FROM published.progress_report AS r
        WHERE r.project_id = c.project_id AND r.publication = %(number)s AND r.as_of IS DISTINCT FROM c.progress_as_of
    )
