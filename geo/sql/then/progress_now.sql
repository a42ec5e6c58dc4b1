-- The progress reports that were public at an earlier publication: the latest word on each date, as far as the version
-- of then did not withhold it.
-- number  a placeholder is put in its braces; the publication's number
(
    SELECT r.project_id, r.as_of, r.publication,
        CASE WHEN NOT 'progress_planned' = ANY (q.blocked) THEN r.planned END AS planned,
        CASE WHEN NOT 'progress_actual' = ANY (q.blocked) THEN r.actual END AS actual
    FROM ONLY published.progress_report AS r
    JOIN published.project_now AS q ON q.project_id = r.project_id
    WHERE r.publication <= {number}::bigint AND NOT 'progress_as_of' = ANY (q.blocked)
        AND NOT ('progress_planned' = ANY (q.blocked) AND 'progress_actual' = ANY (q.blocked))
        AND NOT EXISTS (
            SELECT FROM ONLY published.progress_report AS later
            WHERE later.project_id = r.project_id AND later.as_of = r.as_of
                AND later.publication > r.publication AND later.publication <= {number}::bigint
        )
)
