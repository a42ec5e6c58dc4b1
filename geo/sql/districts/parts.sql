-- Cut the districts of one set into pieces of at most 64 vertices, anew.
-- set  the boundary set's code
WITH gone AS (
    DELETE FROM published.district_part AS p USING published.district AS d
    WHERE d.id = p.district_id AND d.set_code = %(set)s
)
INSERT INTO published.district_part (district_id, part)
SELECT id, ST_Subdivide(boundary, 64) FROM published.district WHERE set_code = %(set)s
