-- How many works lay in each district at an earlier publication, by status: those of now that are kept, without what was
-- published since, and with what that replaced. Only where tiles/kept_since says so.
-- number  its braces take the placeholder of the publication's number
-- kept    the conditions on t (project_tally)
-- chosen  and the same on v (project_brief)
-- returns what stands in the braces of tiles/district_counts
SELECT t.district_id, nullif(t.status, '') AS status, t.projects AS works FROM published.project_tally AS t
WHERE t.district_id <> '' AND t.geometry_class <> 'none'{kept}
UNION ALL
SELECT d.id, k.status, k.works
FROM (
    SELECT v.districts, v.status, -count(*) AS works FROM ONLY published.project_brief AS v
    WHERE v.publication > {number}::bigint AND v.geometry_class IS NOT NULL{chosen}
    GROUP BY v.districts, v.status
    UNION ALL
    SELECT v.districts, v.status, count(*) FROM published.project_brief_past AS v
    WHERE v.publication <= {number}::bigint AND v.until > {number}::bigint AND v.geometry_class IS NOT NULL{chosen}
    GROUP BY v.districts, v.status
) AS k
CROSS JOIN unnest(k.districts) AS d (id)
