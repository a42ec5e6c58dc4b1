-- Forget the sites that are not to be found among those that were made anew, just as they are.
-- reads  temporary table overlap_remade, like published.overlap_site
DELETE FROM published.overlap_site AS s WHERE NOT EXISTS (
    SELECT FROM overlap_remade AS n WHERE n.project_id = s.project_id AND ROW (n.*) IS NOT DISTINCT FROM ROW (s.*)
)
