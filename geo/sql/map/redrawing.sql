-- Temporary table of the next published works, to be drawn anew; each as if it were a later version, since it may be drawn
-- already.
-- after, most  the id before the first one, and how many
CREATE TEMPORARY TABLE redrawing AS
SELECT v.project_id, v.version + 1 AS version, v.title, v.status, v.category, v.agency, v.progress_actual, v.withdrawn,
    v.footprint
FROM published.project_now AS v
WHERE v.project_id > %(after)s
ORDER BY v.project_id LIMIT %(most)s
