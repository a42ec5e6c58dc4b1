-- Erase the random bits of the leaves of reports that are purged; their texts go after that.
-- reads  temporary table purging
UPDATE published.log_leaf AS l SET nonce = NULL
FROM purging AS a
WHERE l.project_id = a.project_id AND l.version = a.version AND l.kind = 'reports' AND l.nonce IS NOT NULL
    AND a.fields && '{progress_planned,progress_actual,progress_as_of}'
