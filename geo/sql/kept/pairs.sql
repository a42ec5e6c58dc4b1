-- The first pair of works, of now or of earlier, that says other than the versions of which it was found: its name, the
-- agencies and categories of its works, whether one is a sample, the districts of both or else of either; or that was found
-- twice at one time, or at a time that cannot be.
-- then     its braces take then/district_share at the publication f.since
-- returns  id, since; at most one row
SELECT f.id, f.since
FROM (
    SELECT q.*, lag(q.until) OVER (PARTITION BY q.one_id, q.other_id ORDER BY q.since) AS before
    FROM (
        SELECT one_id, other_id, id, since, NULL::bigint AS until, agencies, categories, districts, sample, lead_id
        FROM published.overlap
        UNION ALL
        SELECT one_id, other_id, id, since, until, agencies, categories, districts, sample, lead_id
        FROM published.overlap_past
    ) AS q
) AS f
LEFT JOIN LATERAL (
    SELECT v.* FROM published.project_version AS v
    WHERE v.project_id = f.one_id AND v.publication <= f.since ORDER BY v.version DESC LIMIT 1
) AS a ON true
LEFT JOIN LATERAL (
    SELECT v.* FROM published.project_version AS v
    WHERE v.project_id = f.other_id AND v.publication <= f.since ORDER BY v.version DESC LIMIT 1
) AS b ON true
CROSS JOIN LATERAL (
    SELECT ARRAY(
        SELECT DISTINCT c.code COLLATE "C" FROM (VALUES (a.agency), (b.agency)) AS c (code) WHERE c.code <> '' ORDER BY 1
    ) AS agencies, ARRAY(
        SELECT DISTINCT c.code COLLATE "C" FROM (VALUES (a.category), (b.category)) AS c (code) WHERE c.code <> '' ORDER BY 1
    ) AS categories
) AS c
CROSS JOIN LATERAL (
    SELECT ARRAY(
        SELECT s.district_id FROM {then} AS s WHERE s.project_id = a.project_id AND s.version = a.version
    ) AS one, ARRAY(
        SELECT s.district_id FROM {then} AS s WHERE s.project_id = b.project_id AND s.version = b.version
    ) AS other
) AS d
WHERE (
    f.one_id < f.other_id AND f.id = f.one_id || '~' || f.other_id AND coalesce(f.lead_id IN (f.one_id, f.other_id), true)
    AND f.since > 0 AND f.since < coalesce(f.until, f.since + 1) AND f.since >= coalesce(f.before, 0)
    AND greatest(f.since, f.until) <= (SELECT max(number) FROM published.publication)
    AND NOT a.withdrawn AND NOT b.withdrawn AND f.sample = (a.sample OR b.sample)
    AND (f.agencies = c.agencies AND f.categories = c.categories OR a.purged || b.purged <> '{{}}')
    AND (
        f.districts = ARRAY(
            SELECT DISTINCT x COLLATE "C" FROM unnest(CASE WHEN d.one && d.other
                THEN ARRAY(SELECT y FROM unnest(d.one) AS y WHERE y = ANY (d.other)) ELSE d.one || d.other END) AS x ORDER BY 1
        )
        OR EXISTS (
            SELECT FROM published.purge AS g WHERE g.project_id IN (f.one_id, f.other_id)
                AND g.fields && '{{footprint,declared_districts}}'
        )
    )
) IS NOT true
ORDER BY f.one_id, f.other_id, f.since LIMIT 1
