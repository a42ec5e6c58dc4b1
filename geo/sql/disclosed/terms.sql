-- Keep what of the new versions is published more coarsely than it was entered, and what is withheld for a time only.
-- reads  temporary tables stage and change
INSERT INTO published.version_terms (project_id, version, generalised, delayed)
SELECT c.project_id, c.version, s.generalised, s.delayed
FROM change AS c JOIN stage AS s ON s.project_id = c.project_id
WHERE s.generalised <> '{}' OR s.delayed <> '{}'
