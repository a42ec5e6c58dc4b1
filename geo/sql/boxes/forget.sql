-- Take the boxes of footprints that a publication replaces to those of earlier ones; where a version has the footprint of
-- the one before, its box stays.
-- number  the publication's number
-- reads   temporary table change
WITH gone AS (
    DELETE FROM published.project_box AS b USING change AS c JOIN published.project_version AS o
        ON o.project_id = c.project_id AND o.version = c.version - 1
    WHERE c.version > 1 AND b.project_id = c.project_id AND (c.withdrawn OR c.footprint IS DISTINCT FROM o.footprint)
    RETURNING b.*
)
INSERT INTO published.project_box_past (project_id, since, until, box, one_place, other_place)
SELECT g.project_id, g.since, %(number)s, g.box, g.one_place, g.other_place FROM gone AS g
