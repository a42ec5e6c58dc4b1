-- What works are called, for those who are told of them in their own language.
-- $1       ids of projects
-- returns  id, titles (text of a JSON object, by language), sample
SELECT v.project_id AS id, v.titles::text AS titles, v.sample
FROM published.project_now AS v
WHERE v.project_id = ANY ($1::text[])
