-- The pieces of the districts of a set as they were before a publication, cut as those of now are.
-- set, until  the boundary set's code, and the publication
(SELECT id AS district_id, ST_Subdivide(boundary, 64) AS part FROM published.district_past
WHERE set_code = %(set)s AND until = %(until)s)
