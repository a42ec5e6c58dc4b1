-- How many works are compared with nothing, by why.
-- returns  reason, number
SELECT 'crowded' AS reason, count(*) AS number FROM published.overlap_site AS s WHERE s.crowded HAVING count(*) > 0
UNION ALL
SELECT o.reason, count(*) FROM published.overlap_left_out AS o GROUP BY o.reason
ORDER BY reason
