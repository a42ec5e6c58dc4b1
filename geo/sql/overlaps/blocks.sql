-- All works that are compared, neighbours one after another.
SELECT project_id FROM published.overlap_site WHERE NOT crowded ORDER BY shape
