-- Append a leaf for each version that is purged, over the text that is left; only under the publication lock.
-- number  publication number of the purge
-- reads   temporary table purging
-- Each leaf has random bits of its own, and nothing wide is sorted, by the same means as in log/versions.
INSERT INTO published.log_leaf (position, publication, project_id, version, kind, hash, nonce)
SELECT (SELECT coalesce(max(l.position) + 1, 0) FROM published.log_leaf AS l)
    + row_number() OVER (ORDER BY project_id, version) - 1, %(number)s, project_id, version, 'purge',
    hash, nonce
FROM (
    SELECT project_id, version, nonce,
        published.leaf_hash('purge', publication, published_at, version, nonce, project_id, feature_text) AS hash
    FROM (
        SELECT v.project_id, v.version, v.feature_text, p.number AS publication, p.published_at,
            published.log_nonce() AS nonce
        FROM purging AS a
        JOIN published.project_version AS v ON v.project_id = a.project_id AND v.version = a.version
        JOIN published.publication AS p ON p.number = %(number)s
    ) AS drawn
    OFFSET 0
) AS made
