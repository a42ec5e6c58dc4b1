-- Keep the boxes of the projects that a publication brings.
-- number  the publication's number
-- box     its braces take boxes/box of this publication, or of all that is published now
INSERT INTO published.project_box (project_id, since, box, one_place, other_place)
{box}