-- The first version that does not end at the instant at which the next one begins, or that ends and has none.
-- returns  project_id, version, publication; at most one row
SELECT project_id, version, publication
FROM (
    SELECT project_id, version, publication, published,
        lead(published) OVER (PARTITION BY project_id ORDER BY version) AS following
    FROM published.project_version
) AS v
WHERE isempty(published) OR upper_inc(published) OR upper(published) IS DISTINCT FROM lower(following)
ORDER BY publication, project_id, version LIMIT 1
