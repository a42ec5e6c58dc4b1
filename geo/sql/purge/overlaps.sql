-- Forget what earlier publications found of works near each other while they showed what is purged now, and what was agreed
-- on that: places and days of the works stand in it.
-- reads  temporary table purging
WITH shown AS MATERIALIZED (
    SELECT v.project_id, v.publication AS since, coalesce(l.publication, 9223372036854775807) AS until
    FROM purging AS a
    JOIN published.project_version AS v ON v.project_id = a.project_id AND v.version = a.version
    LEFT JOIN published.project_version AS l ON l.project_id = v.project_id AND l.version = v.version + 1
    WHERE EXISTS (
        SELECT FROM unnest(a.fields) AS f (name) WHERE split_part(f.name, '.', 1) IN (
            'titles', 'status', 'category', 'contractor', 'contract_amount', 'budget', 'planned_start', 'planned_end',
            'actual_start', 'actual_end', 'progress_as_of', 'footprint', 'address', 'scale', 'participants', 'contracts',
            'coordination'
        )
    )
), pairs AS (
    SELECT o.one_id, o.other_id, o.since FROM shown AS s
    JOIN published.overlap_past AS o ON o.one_id = s.project_id AND o.until > s.since AND o.since < s.until
    UNION
    SELECT o.one_id, o.other_id, o.since FROM shown AS s
    JOIN published.overlap_past AS o ON o.other_id = s.project_id AND o.until > s.since AND o.since < s.until
), agreed AS (
    DELETE FROM published.overlap_mark AS m USING shown AS s
    WHERE s.project_id IN (m.one_id, m.other_id) AND m.publication >= s.since AND m.publication < s.until
)
DELETE FROM published.overlap_past AS o USING pairs AS p
WHERE o.one_id = p.one_id AND o.other_id = p.other_id AND o.since = p.since
