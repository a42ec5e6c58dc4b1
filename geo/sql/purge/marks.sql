-- Forget why pairs were marked while a version was public of which something is purged: a reason may say it again. What a
-- mark was made on goes as well; who marked it, when, and as what, stays.
-- reads  temporary table purging
UPDATE published.overlap_mark AS m SET reason = CASE WHEN m.agency IS NULL THEN m.reason ELSE '' END, basis = '{}'
FROM (
    SELECT v.project_id, v.publication AS since, (
        SELECT min(n.publication) FROM published.project_version AS n
        WHERE n.project_id = v.project_id AND n.version > v.version
    ) AS until
    FROM purging AS a
    JOIN published.project_version AS v ON v.project_id = a.project_id AND v.version = a.version
) AS s
WHERE s.project_id IN (m.one_id, m.other_id) AND m.publication >= s.since AND m.publication < coalesce(s.until, m.publication + 1)
