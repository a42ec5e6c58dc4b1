-- Whether there was a publication, and boundary sets were not published anew after it, so that what is kept of districts
-- holds for it too.
-- $1       its number
-- $2       the codes of the sets that matter, null for all
-- returns  is_kept
SELECT EXISTS (SELECT FROM published.publication AS w WHERE w.number = $1::bigint) AND NOT EXISTS (
    SELECT FROM published.boundary_set_past AS e
    WHERE e.until > $1::bigint AND ($2::text[] IS NULL OR e.code = ANY ($2::text[]))
) AS is_kept
