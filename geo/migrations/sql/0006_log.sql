-- A leaf for each version that was published before there was a log, and the nodes of the tree that are complete, as
-- migration 0006 writes them: they stay as they were then, whatever later migrations add.
-- A subquery that draws random bits in its columns is never merged nor kept for several rows, so that each version has
-- bits of its own; OFFSET 0 makes the hash before the sort, so that nothing as wide as a text is sorted.
INSERT INTO published.log_leaf (position, publication, project_id, version, kind, hash, nonce)
SELECT row_number() OVER in_order - 1, publication, project_id, version, 'version', hash, nonce
FROM (
    SELECT publication, project_id, version, nonce,
        published.leaf_hash('version', publication, published_at, version, nonce, project_id, feature_text) AS hash
    FROM (
        SELECT v.publication, v.project_id, v.version, v.feature_text, p.published_at, published.log_nonce() AS nonce
        FROM published.project_version AS v
        JOIN published.publication AS p ON p.number = v.publication
    ) AS drawn
    OFFSET 0
) AS made
WINDOW in_order AS (ORDER BY publication, project_id, version);
DO $$
DECLARE
    leaves bigint := (SELECT count(*) FROM published.log_leaf);
    step integer := 1;
BEGIN
    WHILE leaves >> step > 0 LOOP
        INSERT INTO published.log_node (level, position, hash)
        SELECT step, pair.position >> 1, sha256('\x01'::bytea || pair.hash || pair.beside)
        FROM (
            SELECT below.position, below.hash, lead(below.hash) OVER (ORDER BY below.position) AS beside
            FROM (
                SELECT l.position, l.hash FROM published.log_leaf AS l WHERE step = 1
                UNION ALL
                SELECT n.position, n.hash FROM published.log_node AS n WHERE n.level = step - 1
            ) AS below
            WHERE below.position < leaves >> step << 1
        ) AS pair
        WHERE pair.position & 1 = 0;
        step := step + 1;
    END LOOP;
END $$;
