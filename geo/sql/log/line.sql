-- A leaf as a line of JSON: what a verifier needs, with the text where it is asked and the nonce is not erased.
-- reads    l (a leaf), p (its publication), v (its version), x (its own text); the second parameter says whether texts are asked
-- returns  text
'{"position":' || l.position || ',"publication":' || l.publication || ',"instant":"'
    || to_char(p.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '","id":' || to_json(l.project_id)::text || ',"version":' || l.version || ',"kind":"' || l.kind
    || '","nonce":' || coalesce('"' || encode(l.nonce, 'hex') || '"', 'null')
    || ',"hash":"' || encode(l.hash, 'hex') || '"'
    || CASE WHEN $2::boolean AND l.nonce IS NOT NULL
        THEN ',"text":' || coalesce(to_json(coalesce(v.feature_text, x.text))::text, 'null') ELSE '' END
    || E'}\n'
