-- How many works of a selection lie in each district, by status, from their briefs; one in several counts in each. Few
-- sets of districts are those of many works, so that works are counted by these first.
-- relation  its braces take v (as project_brief), chosen the conditions on it
-- returns   what stands in the braces of tiles/district_counts
SELECT d.id AS district_id, k.status, k.works
FROM (
    SELECT v.districts, v.status, count(*) AS works FROM {relation}
    WHERE v.geometry_class IS NOT NULL{chosen}
    GROUP BY v.districts, v.status
) AS k
CROSS JOIN unnest(k.districts) AS d (id)
