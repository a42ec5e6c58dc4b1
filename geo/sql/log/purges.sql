-- Append a leaf for each version that is purged, over the text that is left; only under the publication lock.
-- number  publication number of the purge
-- size    how many leaves the log has
-- reads   temporary table purging
WITH drawn AS MATERIALIZED (
    SELECT v.project_id, v.version, n.nonce, published.leaf_hash(
        'purge', p.number, p.published_at, v.version, n.nonce, v.project_id, v.feature_text) AS hash
    FROM purging AS a
    JOIN published.project_version AS v ON v.project_id = a.project_id AND v.version = a.version
    JOIN published.publication AS p ON p.number = %(number)s
    CROSS JOIN LATERAL (SELECT published.log_nonce() AS nonce WHERE v.version > 0 OFFSET 0) AS n
)
INSERT INTO published.log_leaf (position, publication, project_id, version, kind, hash, nonce)
SELECT %(size)s::bigint + row_number() OVER (ORDER BY project_id, version) - 1, %(number)s, project_id, version, 'purge',
    hash, nonce
FROM drawn
