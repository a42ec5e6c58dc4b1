-- Keep what of the new versions is withheld for a time only.
-- reads  temporary tables stage and change
INSERT INTO published.version_terms (project_id, version, delayed)
SELECT c.project_id, c.version, s.delayed
FROM change AS c JOIN stage AS s ON s.project_id = c.project_id
WHERE s.delayed <> '{}'
