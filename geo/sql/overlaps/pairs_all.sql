-- Every pair of works that may concern each other: their boxes come near enough, and so do their days.
-- distance  the longest distance of any category, metres; aside: metres between works that run side by side
-- joins, digs  days between works that could meet, and between a new surface and a cut into it
SELECT {columns}
FROM published.overlap_site AS a
JOIN published.overlap_site AS b ON b.shape && {expanded} AND a.project_id < b.project_id
