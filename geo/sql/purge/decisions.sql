-- Count no more the changes whose days are purged: what `disclosed/decisions` counted of these versions.
-- reads  temporary table purging; the versions still have their details
WITH gone AS (
    SELECT v.agency, (c.one ->> 'date')::date AS decided_on, (lower(v.published) AT TIME ZONE 'UTC')::date AS published_on,
        count(*) AS decisions
    FROM purging AS a
    JOIN published.project_version AS v ON v.project_id = a.project_id AND v.version = a.version
    JOIN published.project_version AS b ON b.project_id = v.project_id AND b.version = v.version - 1
    CROSS JOIN LATERAL jsonb_array_elements(v.details -> 'changes') AS c (one)
    WHERE a.fields && '{changes,changes.date}' AND v.details ? 'changes' AND c.one ? 'date'
        AND NOT b.withheld || b.purged && '{changes,changes.date}'
        AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(b.details -> 'changes') AS o (one) WHERE o.one ->> 'id' = c.one ->> 'id'
        )
    GROUP BY 1, 2, 3
), less AS (
    UPDATE published.disclosure_decision AS k SET decisions = k.decisions - g.decisions
    FROM gone AS g
    WHERE k.agency = g.agency AND k.decided_on = g.decided_on AND k.published_on = g.published_on
        AND k.decisions > g.decisions
)
DELETE FROM published.disclosure_decision AS k USING gone AS g
WHERE k.agency = g.agency AND k.decided_on = g.decided_on AND k.published_on = g.published_on
    AND k.decisions <= g.decisions
