-- Forget pairs as of the times in which they were found with what is purged: as long as such a version was public.
-- reads  temporary table purging
WITH spoilt AS MATERIALIZED (
    SELECT v.project_id, v.publication AS since, coalesce(n.publication, 9223372036854775807) AS until
    FROM purging AS a
    JOIN published.project_version AS v ON v.project_id = a.project_id AND v.version = a.version
    LEFT JOIN published.project_version AS n ON n.project_id = v.project_id AND n.version = v.version + 1
    WHERE EXISTS (
        -- No pair is found with these.
        SELECT FROM unnest(a.fields) AS f WHERE split_part(f, '.', 1) <> ALL (ARRAY[
            'descriptions', 'supervisor', 'address', 'original_start', 'original_end', 'original_budget',
            'progress_planned', 'progress_actual', 'location_source', 'location_method', 'location_accuracy',
            'location_verified_by', 'location_verified_on', 'scale', 'contacts', 'changes', 'photos', 'briefs', 'penalties'
        ])
    )
), of_now AS (
    -- What is found now is found without it, and so of the time since then only.
    UPDATE published.overlap AS o
    SET since = (SELECT max(s.until) FROM spoilt AS s WHERE s.project_id IN (o.one_id, o.other_id))
    WHERE (
        o.one_id = ANY (ARRAY(SELECT s.project_id FROM spoilt AS s))
        OR o.other_id = ANY (ARRAY(SELECT s.project_id FROM spoilt AS s))
    ) AND o.since < (SELECT max(s.until) FROM spoilt AS s WHERE s.project_id IN (o.one_id, o.other_id))
)
DELETE FROM published.overlap_past AS p USING spoilt AS s
WHERE (p.one_id = s.project_id OR p.other_id = s.project_id) AND p.since < s.until AND p.until > s.since
