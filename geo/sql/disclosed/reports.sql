-- Count by agency and date of the progress the ongoing projects.
-- counted  its braces take disclosed/reported
INSERT INTO published.disclosure_report AS k (agency, as_of, projects)
SELECT * FROM ({counted}) AS c
ORDER BY agency, as_of
ON CONFLICT (agency, as_of) DO UPDATE SET projects = k.projects + excluded.projects
