-- The works of a selection with a footprint and the districts that they lie in, read from the works themselves.
-- relation  its braces take v (as project_now), chosen the conditions on it
-- returns   what stands in the braces of tiles/district_counts
SELECT s.district_id, v.status FROM {relation}
JOIN published.district_share AS s ON s.project_id = v.project_id AND s.version = v.version
WHERE v.geometry_class IS NOT NULL{chosen}
