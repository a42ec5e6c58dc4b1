-- The first page of 100 of a status and a category, with the count of all from the kept counters.
SELECT (
        SELECT sum(c.projects)::bigint FROM published.project_count AS c
        WHERE c.attribute = 'status,category'
            AND c.code = (ARRAY[{statuses}])[:status::int] || ',' || (ARRAY[{categories}])[:category::int]
    ) AS matched, v.project_id, {feature} AS feature
FROM published.project_now AS v JOIN published.agency AS a ON a.code = v.agency
WHERE v.status = (ARRAY[{statuses}])[:status::int] AND v.category = (ARRAY[{categories}])[:category::int]
ORDER BY v.project_id LIMIT 100
