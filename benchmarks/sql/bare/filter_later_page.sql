-- A later page of 100 of a status and a category, behind a key.
SELECT v.project_id, {feature} AS feature
FROM published.project_now AS v JOIN published.agency AS a ON a.code = v.agency
WHERE v.status = (ARRAY[{statuses}])[:status::int] AND v.category = (ARRAY[{categories}])[:category::int]
    AND v.project_id > 'P' || lpad(:after::text, 7, '0')
ORDER BY v.project_id LIMIT 100
