-- Leaves of one project as lines of JSON, in their order.
-- $1, $2   the first position; whether texts are asked
-- $3, $4   leaves at most; the project's id
-- line     its braces take log/line
-- returns  one row: the lines as bytes; how many; the position of the last one
SELECT convert_to(coalesce(string_agg(line, '' ORDER BY position), ''), 'UTF8') AS lines, count(*) AS leaves,
    max(position) AS last
FROM (
    SELECT l.position, {line} AS line
    FROM published.log_leaf AS l
    LEFT JOIN published.publication AS p ON p.number = l.publication
    LEFT JOIN published.project_version AS v ON v.project_id = l.project_id AND v.version = l.version
        AND l.kind IN ('version', 'purge')
    LEFT JOIN published.log_text AS x ON x.position = l.position
    WHERE l.position >= $1::bigint AND l.project_id = $4
    ORDER BY l.position LIMIT $3::bigint
) AS found
