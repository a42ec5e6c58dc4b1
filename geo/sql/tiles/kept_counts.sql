-- How many works of a selection lie in each district, by status, from what is kept; one in several counts in each.
-- chosen   its braces take the conditions on v (map_work)
-- returns  what stands in the braces of tiles/district_counts
SELECT d.id AS district_id, v.status FROM published.map_work AS v CROSS JOIN unnest(v.districts) AS d (id)
WHERE true{chosen}
