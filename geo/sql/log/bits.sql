-- The random bits of a part of the log, put together: of the leaves that say what projects are published.
-- $1, $2   the first position, and the one behind the last
-- returns  high, low: the exclusive or of both halves; null where there is none
SELECT
    bit_xor(('x' || left(told.bits, 16))::bit(64)::bigint) AS high,
    bit_xor(('x' || right(told.bits, 16))::bit(64)::bigint) AS low
FROM (
    SELECT encode(l.nonce, 'hex') AS bits
    FROM published.log_leaf AS l
    JOIN published.project_now AS p ON p.project_id = l.project_id AND p.version = l.version
    WHERE l.position >= $1 AND l.position < $2 AND l.nonce IS NOT NULL
        -- The kinds that are of no version: a planner without statistics takes those with an IN for few.
        AND l.kind <> ALL (ARRAY['reports', 'tombstone', 'record'])
) AS told
