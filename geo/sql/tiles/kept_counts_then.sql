-- How many works of a selection lay in each district at an earlier publication, by status, from briefs: those of now that
-- were there, and closed ones. Only where tiles/kept_since says so.
-- number  its braces take the placeholder of the publication's number
-- chosen  and the conditions on v (project_brief)
-- returns what stands in the braces of tiles/district_counts
SELECT d.id AS district_id, k.status, k.works
FROM (
    SELECT v.districts, v.status, count(*) AS works FROM ONLY published.project_brief AS v
    WHERE v.publication <= {number}::bigint AND v.geometry_class IS NOT NULL{chosen}
    GROUP BY v.districts, v.status
    UNION ALL
    SELECT v.districts, v.status, count(*) FROM published.project_brief_past AS v
    WHERE v.publication <= {number}::bigint AND v.until > {number}::bigint AND v.geometry_class IS NOT NULL{chosen}
    GROUP BY v.districts, v.status
) AS k
CROSS JOIN unnest(k.districts) AS d (id)
