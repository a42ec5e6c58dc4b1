-- The pairs that agencies have agreed to join, with what was at stake and what the mark was made on.
-- reads  overlap_mark as m, project_now as a and b, project_brief as one and other
SELECT j.one_id, j.other_id, j.saving, j.currency, j.basis::text AS basis, ARRAY[a.agency, b.agency] AS agencies,
    CASE WHEN cardinality(d.common) > 0 THEN d.common ELSE coalesce(one.districts, '{}') || coalesce(other.districts, '{}')
        END AS districts
FROM (
    SELECT DISTINCT ON (m.one_id, m.other_id) m.* FROM published.overlap_mark AS m
    ORDER BY m.one_id, m.other_id, m.publication DESC
) AS j
JOIN published.project_now AS a ON a.project_id = j.one_id
JOIN published.project_now AS b ON b.project_id = j.other_id
LEFT JOIN published.project_brief AS one ON one.project_id = j.one_id
LEFT JOIN published.project_brief AS other ON other.project_id = j.other_id
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT x FROM unnest(one.districts) AS x WHERE x = ANY (other.districts)) AS common
) AS d
WHERE j.state = 'joined'
ORDER BY j.one_id, j.other_id
