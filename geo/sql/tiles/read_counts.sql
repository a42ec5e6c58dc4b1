-- How many works of a selection lie in each district, by status, read from the works themselves.
-- relation  its braces take v (as project_now), chosen the conditions on it
-- returns   what stands in the braces of tiles/district_counts
SELECT s.district_id, v.status, count(*) AS works FROM {relation}
JOIN published.district_share AS s ON s.project_id = v.project_id AND s.version = v.version
WHERE v.geometry_class IS NOT NULL{chosen}
GROUP BY s.district_id, v.status
