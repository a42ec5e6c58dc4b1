-- The first share of a district that is not what footprints and boundaries give; sums of parts may differ in their last
-- digits, as the parts come in any order.
-- kept     its braces take the shares that are kept; made: what they are made from (both as published.district_share)
-- returns  the key as text, the share as it is and as it should be (JSON, null where it is not there); at most one row
SELECT d.key, to_jsonb(d.k) AS kept, to_jsonb(d.e) AS made
FROM (
    SELECT concat_ws(', ', project_id, version, district_id) AS key, k, e
    FROM ({kept}) AS k
    FULL JOIN ({made}) AS e USING (project_id, version, district_id)
    WHERE (
        k.measure = e.measure AND (k.amount IS NULL) = (e.amount IS NULL) AND (k.share IS NULL) = (e.share IS NULL)
        AND coalesce(abs(k.amount - e.amount) <= 1e-9 * e.amount, true) AND coalesce(abs(k.share - e.share) <= 1e-9, true)
    ) IS NOT true
    ORDER BY project_id, version, district_id LIMIT 1
) AS d
