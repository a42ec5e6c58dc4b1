-- Append a leaf for each version of a publication, or of all of them; only under the publication lock.
-- number  publication number
-- chosen  its braces take the condition: of this publication, or all
-- A subquery that draws random bits in its columns is never merged nor kept for several rows, so that each version has
-- bits of its own; OFFSET 0 makes the hash before the sort, so that nothing as wide as a text is sorted.
INSERT INTO published.log_leaf (position, publication, project_id, version, kind, hash, nonce)
SELECT (SELECT coalesce(max(l.position) + 1, 0) FROM published.log_leaf AS l)
    + row_number() OVER in_order - 1, publication, project_id, version, 'version', hash, nonce
FROM (
    SELECT publication, project_id, version, nonce,
        published.leaf_hash('version', publication, published_at, version, nonce, project_id, feature_text) AS hash
    FROM (
        SELECT v.publication, v.project_id, v.version, v.feature_text, p.published_at, published.log_nonce() AS nonce
        FROM published.project_version AS v
        JOIN published.publication AS p ON p.number = v.publication
        WHERE {chosen}
    ) AS drawn
    OFFSET 0
) AS made
WINDOW in_order AS (ORDER BY publication, project_id, version)
