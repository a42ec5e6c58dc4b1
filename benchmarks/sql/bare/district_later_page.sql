-- A later page of 100 of a district and a category, behind a key.
SELECT v.project_id, {feature} AS feature
FROM published.district_share AS s
JOIN published.project_now AS v ON v.project_id = s.project_id AND v.version = s.version
JOIN published.agency AS a ON a.code = v.agency
WHERE s.district_id = 'districts.' || :district::text
    AND v.category = (ARRAY[{categories}])[:category::int]
    AND v.project_id > 'P' || lpad(:after::text, 7, '0')
    AND s.project_id > 'P' || lpad(:after::text, 7, '0')
ORDER BY v.project_id LIMIT 100
