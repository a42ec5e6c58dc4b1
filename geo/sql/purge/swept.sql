-- Forget the counts of nothing: the dates, places and codes that they are kept under are of projects that had them once.
-- An agency stays public whatever becomes of its projects.
WITH tallies AS (
    DELETE FROM published.project_tally WHERE projects = 0
), delays AS (
    DELETE FROM published.project_delay WHERE works = 0
), counts AS (
    DELETE FROM published.project_count WHERE projects = 0 AND attribute <> 'agency'
)
DELETE FROM published.disclosure_report WHERE projects = 0
