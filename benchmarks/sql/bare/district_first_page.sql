-- The first page of 100 of a district and a category with the count of all, from one scan.
WITH hit AS MATERIALIZED (
    SELECT v.project_id FROM published.district_share AS s
    JOIN published.project_now AS v ON v.project_id = s.project_id AND v.version = s.version
    WHERE s.district_id = 'districts.' || :district::text
        AND v.category = (ARRAY[{categories}])[:category::int]
), page AS MATERIALIZED (
    SELECT project_id FROM hit ORDER BY project_id LIMIT 100
)
SELECT (SELECT count(*) FROM hit) AS matched, v.project_id, {feature} AS feature
FROM page JOIN published.project_now AS v USING (project_id) JOIN published.agency AS a ON a.code = v.agency
ORDER BY v.project_id
