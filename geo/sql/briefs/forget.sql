-- Forget the briefs of the projects that change, and note them in brief_change.
-- note   its braces take briefs/note of gone
-- reads  temporary tables change (project_id) and brief_change
WITH gone AS (
    DELETE FROM published.project_brief AS b USING change AS c WHERE b.project_id = c.project_id
    RETURNING b.*
)
{note}
