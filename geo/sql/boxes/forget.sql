-- Take the boxes of the projects that change to those of closed versions, with the districts that these lay in.
-- number  the publication's number
-- reads   temporary table change (project_id, version); the briefs of the projects are still there
WITH gone AS (
    DELETE FROM published.project_box AS b USING change AS c WHERE c.version > 1 AND b.project_id = c.project_id
    RETURNING b.*
)
INSERT INTO published.project_box_past (project_id, since, until, box, one_place, other_place, districts)
SELECT g.project_id, g.since, %(number)s, g.box, g.one_place, g.other_place, n.districts
FROM gone AS g LEFT JOIN published.project_brief AS n ON n.project_id = g.project_id AND n.publication = g.since
