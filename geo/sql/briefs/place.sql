-- Keep anew in which districts the published projects lie, where that has changed.
WITH placed AS (
    SELECT b.project_id,
        coalesce(array_agg(s.district_id ORDER BY s.share DESC NULLS LAST, s.district_id) FILTER (WHERE s.district_id IS NOT NULL), '{}')
            AS districts
    FROM published.project_brief AS b
    LEFT JOIN published.district_share AS s ON s.project_id = b.project_id AND s.version = b.version
    GROUP BY b.project_id
)
UPDATE published.project_brief AS b SET districts = p.districts
FROM placed AS p WHERE p.project_id = b.project_id AND p.districts <> b.districts
