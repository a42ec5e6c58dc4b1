-- Remove the texts of the leaves of reports whose random bits are erased.
-- reads  temporary table purging
DELETE FROM published.log_text AS x
USING published.log_leaf AS l, purging AS a
WHERE l.project_id = a.project_id AND l.version = a.version AND l.kind = 'reports' AND l.nonce IS NULL
    AND x.position = l.position
