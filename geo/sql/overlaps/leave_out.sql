-- The works that are published with a place and that are compared with nothing: told coarsely, or with too many vertices.
-- too_detailed  its braces take footprints/too_detailed
-- chosen  its braces take which versions are looked at
-- returns the columns of published.overlap_left_out
SELECT v.project_id, CASE WHEN 'footprint' = ANY (v.generalised) THEN 'coarse' ELSE 'too-detailed' END AS reason,
    ST_Envelope(v.footprint) AS place
FROM published.project_now AS v
WHERE v.footprint IS NOT NULL AND NOT ST_IsEmpty(v.footprint) AND v.status IS DISTINCT FROM 'cancelled' AND {chosen}
    AND ({too_detailed} OR 'footprint' = ANY (v.generalised))
