-- Keep the pairs that are new, or found otherwise, with the districts that both works lie in, or else either of them.
-- number  the publication's number
-- reads   temporary table overlap_found, and the briefs of the projects
INSERT INTO published.overlap (one_id, other_id, since, id, districts, {columns})
SELECT f.one_id, f.other_id, %(number)s, f.one_id || '~' || f.other_id,
    CASE WHEN cardinality(d.common) > 0 THEN d.common
    ELSE ARRAY(SELECT DISTINCT x COLLATE "C" FROM unnest(one.districts || other.districts) AS x ORDER BY 1) END, {f}
FROM overlap_found AS f
LEFT JOIN published.project_brief AS one ON one.project_id = f.one_id
LEFT JOIN published.project_brief AS other ON other.project_id = f.other_id
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT x FROM unnest(one.districts) AS x WHERE x = ANY (other.districts) ORDER BY x COLLATE "C") AS common OFFSET 0
) AS d
WHERE NOT EXISTS (SELECT FROM published.overlap AS o WHERE o.one_id = f.one_id AND o.other_id = f.other_id)
-- What is sorted is looked up before the first pair is kept: a table that was empty when it was looked at last would be
-- read from its beginning for each pair, and grow meanwhile.
ORDER BY f.one_id, f.other_id
