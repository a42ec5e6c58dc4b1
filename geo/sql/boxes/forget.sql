-- Take the boxes of the projects that change to those of closed versions.
-- number  the publication's number
-- reads   temporary table change (project_id)
WITH gone AS (
    DELETE FROM published.project_box AS b USING change AS c WHERE b.project_id = c.project_id
    RETURNING b.*
)
INSERT INTO published.project_box_past (project_id, since, until, box, one_place, other_place)
SELECT project_id, since, %(number)s, box, one_place, other_place FROM gone
