-- Forget the briefs of closed versions of which something is purged.
-- reads  temporary table purging
DELETE FROM published.project_brief_past AS b USING purging AS a
WHERE b.project_id = a.project_id AND b.version = a.version
