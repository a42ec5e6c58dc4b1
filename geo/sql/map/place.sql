-- Keep anew in which districts the works on the map lie, where that has changed.
WITH placed AS (
    SELECT w.project_id,
        coalesce(array_agg(s.district_id ORDER BY s.district_id) FILTER (WHERE s.district_id IS NOT NULL), '{}')
            AS districts
    FROM published.map_work AS w
    LEFT JOIN published.district_share AS s ON s.project_id = w.project_id AND s.version = w.version
    GROUP BY w.project_id
)
UPDATE published.map_work AS w SET districts = p.districts
FROM placed AS p WHERE p.project_id = w.project_id AND p.districts <> w.districts
