-- Append leaves with texts of their own; only under the publication lock.
-- number  publication number
-- kind    what they record
-- told    its braces take what they say: project_id, version, text
-- Random bits are drawn for each row of what is kept as it is, so that each leaf has its own.
WITH drawn AS MATERIALIZED (
    SELECT t.project_id, t.version, t.text, published.log_nonce() AS nonce FROM ({told}) AS t
), made AS MATERIALIZED (
    SELECT (SELECT coalesce(max(l.position) + 1, 0) FROM published.log_leaf AS l)
    + row_number() OVER (ORDER BY d.project_id, d.version) - 1 AS position, d.* FROM drawn AS d
), leaf AS (
    INSERT INTO published.log_leaf (position, publication, project_id, version, kind, hash, nonce)
    SELECT m.position, p.number, m.project_id, m.version::integer, %(kind)s::text, published.leaf_hash(%(kind)s::text,
        p.number, p.published_at, m.version::integer, m.nonce, m.project_id, m.text), m.nonce
    FROM made AS m JOIN published.publication AS p ON p.number = %(number)s
)
INSERT INTO published.log_text (position, text) SELECT m.position, m.text FROM made AS m
