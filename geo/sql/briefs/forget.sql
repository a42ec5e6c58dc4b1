-- Take the briefs of the projects that change to those of closed versions, and note them in brief_change. Both tables
-- have the columns of a brief in the same order.
-- number  the publication's number
-- note    its braces take briefs/note of gone
-- reads   temporary tables change (project_id, version: a first one has none yet) and brief_change
WITH gone AS (
    DELETE FROM published.project_brief AS b USING change AS c WHERE c.version > 1 AND b.project_id = c.project_id
    RETURNING b.*
), past AS (
    INSERT INTO published.project_brief_past SELECT %(number)s, g.* FROM gone AS g
)
{note}
