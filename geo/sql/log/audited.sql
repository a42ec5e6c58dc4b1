-- Leaves of the log in their order, with what their versions say now, and whether the columns of those say the same.
-- Versions are looked up one by one: nothing as wide as they are is sorted.
-- first, before  positions: from the first one, before the other
-- feature        its braces take publish/feature; sections: the array of the sections that details can have
-- returns        position, publication, instant, project_id, version, kind, nonce, hash, text; then dated
--                (whether the version has the leaf's publication and begins with it), derived (whether its hash and class
--                of geometry are those of its text and footprint), columns (the text that its columns give, where that
--                is another one)
SELECT l.position, l.logged, l.instant, l.leaf_id, l.leaf_version, l.kind, l.nonce, l.hash,
    CASE WHEN l.kind IN ('version', 'purge') THEN c.feature_text
        ELSE (SELECT x.text FROM published.log_text AS x WHERE x.position = l.position) END AS text,
    l.kind <> 'version' OR c.publication = l.logged AND c.published_at = l.logged_at AND lower_inc(c.published) AS dated,
    l.kind NOT IN ('version', 'purge') OR c.feature_hash = sha256(convert_to(c.feature_text, 'UTF8'))
        AND c.geometry_class IS NOT DISTINCT FROM published.geometry_class(c.footprint) 
        AND c.details - {sections} = '{{}}' AS derived,
    nullif(CASE WHEN c.project_id IS NOT NULL AND l.kind = 'version' THEN {feature} END, c.feature_text) AS columns
FROM (
    SELECT l.position, l.publication AS logged, p.published_at AS logged_at,
        coalesce(to_char(p.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '') AS instant,
        l.project_id AS leaf_id, l.version AS leaf_version, l.kind, l.nonce, l.hash
    FROM published.log_leaf AS l
    LEFT JOIN published.publication AS p ON p.number = l.publication
    WHERE l.position >= %(first)s AND l.position < %(before)s
    ORDER BY l.position OFFSET 0
) AS l
LEFT JOIN LATERAL (
    SELECT v.*, lower(v.published) AS published_at FROM published.project_version AS v
    WHERE v.project_id = l.leaf_id AND v.version = l.leaf_version
        AND l.kind IN ('version', 'purge')
    OFFSET 0
) AS c ON true
ORDER BY l.position
