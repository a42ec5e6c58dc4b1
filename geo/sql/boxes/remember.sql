-- Keep the boxes of footprints that are shown now.
-- box  its braces take boxes/box of those that a publication brings, or of all
INSERT INTO published.project_box (project_id, since, box, one_place, other_place)
SELECT b.project_id, b.since, b.box, b.one_place, b.other_place FROM ({box}) AS b WHERE b.until IS NULL
