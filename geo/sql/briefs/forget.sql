-- Forget the briefs of the projects that change, and note them in brief_moved.
-- note   its braces take briefs/note of gone
-- reads  temporary tables change (project_id, version: a first one has none yet) and brief_moved
WITH gone AS (
    DELETE FROM published.project_brief AS b USING change AS c WHERE c.version > 1 AND b.project_id = c.project_id
    RETURNING b.*
)
{note}
