-- The newest publication that this server has, and how far it is behind the primary it follows.
-- returns  number (0 before the first), published_at (NULL then), behind: seconds since the last commit it replayed,
--          where it has received more than it replayed; 0 on a primary, and where it has replayed all that came
SELECT
    coalesce(p.number, 0) AS number,
    p.published_at,
    CASE
        WHEN pg_is_in_recovery() AND pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn()
        THEN extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::double precision
        ELSE 0
    END AS behind
FROM (VALUES (1)) AS always (one)
LEFT JOIN LATERAL (
    SELECT number, published_at FROM published.publication ORDER BY number DESC LIMIT 1
) AS p ON true
