-- Take pairs that are found no more, or otherwise, to what earlier publications found.
-- number   the publication's number
-- touched  its braces take the condition that a pair was looked at
-- reads    temporary table overlap_found
WITH gone AS (
    DELETE FROM published.overlap AS o
    WHERE {touched} AND NOT EXISTS (
        SELECT FROM overlap_found AS f WHERE f.one_id = o.one_id AND f.other_id = o.other_id
            AND ({f}) IS NOT DISTINCT FROM ({o})
    )
    RETURNING o.*
)
INSERT INTO published.overlap_past (one_id, other_id, since, until, id, districts, {columns})
SELECT o.one_id, o.other_id, o.since, %(number)s, o.id, o.districts, {o} FROM gone AS o WHERE o.since < %(number)s
