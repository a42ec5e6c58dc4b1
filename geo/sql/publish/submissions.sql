-- Keep every row as it was sent, with what became of it; several rows may be parts of one project.
-- load  the load's id
INSERT INTO intake.submission (load_id, row_number, project_id, state, payload, geometry, reasons)
SELECT %(load)s, s.row_number, s.project_id,
    CASE WHEN s.reasons IS NOT NULL THEN 'held' WHEN c.project_id IS NOT NULL THEN 'published' ELSE 'unchanged' END,
    s.payload, s.geometry, s.reasons
FROM sent AS s
LEFT JOIN change AS c ON c.project_id = s.project_id COLLATE "C"
