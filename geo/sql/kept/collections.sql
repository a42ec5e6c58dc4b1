-- How many progress reports are public.
SELECT 'progress' AS collection, count(*) AS features FROM published.progress_report WHERE shows_planned OR shows_actual
HAVING count(*) > 0
