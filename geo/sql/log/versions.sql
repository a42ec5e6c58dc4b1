-- Append a leaf for each version of a publication, or of all of them; only under the publication lock.
-- number  publication number
-- chosen  its braces take the condition: of this publication, or all
-- size    how many leaves the log has
-- Steps are materialised so that each version has random bits of its own, and nothing as wide as a text is sorted.
WITH drawn AS MATERIALIZED (
    SELECT v.publication, v.project_id, v.version, n.nonce,
        published.leaf_hash('version', v.publication, p.published_at, v.version, n.nonce, v.project_id, v.feature_text)
            AS hash
    FROM published.project_version AS v
    JOIN published.publication AS p ON p.number = v.publication
    CROSS JOIN LATERAL (SELECT published.log_nonce() AS nonce WHERE v.version > 0 OFFSET 0) AS n
    WHERE {chosen}
)
INSERT INTO published.log_leaf (position, publication, project_id, version, kind, hash, nonce)
SELECT %(size)s::bigint + row_number() OVER in_order - 1, publication, project_id, version, 'version', hash, nonce
FROM drawn WINDOW in_order AS (ORDER BY publication, project_id, version)
