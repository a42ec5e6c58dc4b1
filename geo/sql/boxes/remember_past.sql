-- Keep the boxes of footprints that were shown before.
-- box  its braces take boxes/box of them
INSERT INTO published.project_box_past (project_id, since, until, box, one_place, other_place)
SELECT b.project_id, b.since, b.until, b.box, b.one_place, b.other_place FROM ({box}) AS b WHERE b.until IS NOT NULL
