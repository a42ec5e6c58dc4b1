-- Whether there was a publication, and no boundary set was published anew after it, so that what is kept of districts
-- holds for it too.
-- $1       its number
-- returns  is_kept
SELECT EXISTS (SELECT FROM published.publication AS w WHERE w.number = $1::bigint)
    AND NOT EXISTS (SELECT FROM published.boundary_set_past AS e WHERE e.until > $1::bigint) AS is_kept
