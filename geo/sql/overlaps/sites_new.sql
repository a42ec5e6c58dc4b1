-- Keep the sites that were made anew and are not there.
-- reads  temporary table overlap_remade, like published.overlap_site
INSERT INTO published.overlap_site
SELECT n.* FROM overlap_remade AS n
WHERE NOT EXISTS (SELECT FROM published.overlap_site AS s WHERE s.project_id = n.project_id)
-- Neighbours come one after another.
ORDER BY n.shape
