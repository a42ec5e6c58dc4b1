-- What changed, in the order in which it was published, as lines of JSON.
-- $1 $2 $3  behind this publication, project and version; a project of '' is before all of its publication
-- $4        up to this publication
-- $5        how many changes are looked at, at most
-- $6        only changes of these agencies, before or after; null for all
-- $7        and only of these districts (ids)
-- $8        how many lines at most
-- $9        the address that those of versions begin with
-- fields    its braces take the names of the facts that changed, as an array
-- returns   lines (UTF-8, null where there are none), count (of lines), looked (how many changes were looked at), and
--           publication, project_id and version of the last one that was
WITH step AS MATERIALIZED (
    SELECT * FROM (
        (
            SELECT v.publication, v.project_id, v.version, false AS purge
            FROM published.project_version AS v
            WHERE (v.publication, v.project_id, v.version) > ($1::bigint, $2::text COLLATE "C", $3::integer)
                AND v.publication <= $4::bigint
            ORDER BY v.publication, v.project_id, v.version
            LIMIT $5
        )
        UNION ALL
        (
            SELECT p.publication, p.project_id, p.version, true
            FROM published.purge AS p
            WHERE (p.publication, p.project_id, p.version) > ($1::bigint, $2::text COLLATE "C", $3::integer)
                AND p.publication <= $4::bigint
            ORDER BY p.publication, p.project_id, p.version
            LIMIT $5
        )
    ) AS e
    ORDER BY e.publication, e.project_id, e.version
    LIMIT $5
), told AS (
    SELECT s.publication, s.project_id, s.version, v.agency,
        CASE WHEN s.purge THEN u.purged_at ELSE lower(v.published) END AS published_at,
        CASE WHEN s.purge THEN 'purged' WHEN v.withdrawn THEN 'withdrawn' WHEN b.version IS NULL THEN 'created'
            ELSE 'changed' END AS kind,
        CASE WHEN s.purge THEN u.fields ELSE {fields} END AS fields,
        CASE WHEN s.purge THEN u.ground ELSE v.ground END AS ground
    FROM step AS s
    JOIN published.project_version AS v ON v.project_id = s.project_id AND v.version = s.version
    LEFT JOIN published.purge AS u ON s.purge AND u.project_id = s.project_id AND u.version = s.version
        AND u.publication = s.publication
    LEFT JOIN published.project_version AS b ON b.project_id = s.project_id AND b.version = s.version - 1
    WHERE ($6::text[] IS NULL OR v.agency = ANY ($6) OR b.agency = ANY ($6))
        AND ($7::text[] IS NULL OR EXISTS (
            SELECT FROM published.district_share AS d
            WHERE d.project_id = s.project_id AND d.version IN (s.version, s.version - 1) AND d.district_id = ANY ($7)
        ))
    ORDER BY s.publication, s.project_id, s.version
    LIMIT $8
), written AS (
    SELECT t.publication, t.project_id, t.version,
        '{{"publication":' || t.publication || ',"published":"'
        || to_char(t.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        || '","id":' || to_json(t.project_id)::text || ',"version":' || t.version || ',"kind":"' || t.kind
        || '","fields":' || array_to_json(t.fields)::text
        || coalesce(',"ground":' || to_json(t.ground)::text, '') || ',"agency":' || to_json(t.agency)::text
        || ',"href":"' || $9::text || CASE WHEN t.project_id ~ '^[A-Za-z0-9_.~-]+$' THEN t.project_id
            ELSE regexp_replace(upper(encode(convert_to(t.project_id, 'UTF8'), 'hex')), '(..)', '%\1', 'g') END
        || '/versions/' || t.version || '","cursor":"'
        || translate(encode(convert_to(concat_ws(':', t.publication, t.version, t.project_id), 'UTF8'), 'base64'),
            E'+/=\n', '-_') || E'"}}\n' AS line
    FROM told AS t
)
SELECT string_agg(convert_to(w.line, 'UTF8'), ''::bytea ORDER BY w.publication, w.project_id, w.version) AS lines,
    count(w.line) AS count, s.looked, s.last[1]::bigint AS publication, s.last[2] AS project_id, s.last[3]::integer AS version
FROM (
    SELECT count(*) AS looked,
        (SELECT ARRAY[e.publication::text, e.project_id, e.version::text] FROM step AS e
            ORDER BY e.publication DESC, e.project_id DESC, e.version DESC LIMIT 1) AS last
    FROM step
) AS s LEFT JOIN written AS w ON true
GROUP BY s.looked, s.last
