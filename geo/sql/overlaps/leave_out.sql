-- Note the works that are published with a place and that are compared with nothing: told coarsely, or with too many vertices.
-- too_detailed  its braces take footprints/too_detailed
-- chosen  its braces take which versions are looked at
INSERT INTO published.overlap_left_out (project_id, reason, place)
SELECT v.project_id, CASE WHEN 'footprint' = ANY (v.generalised) THEN 'coarse' ELSE 'too-detailed' END, ST_Envelope(v.footprint)
FROM published.project_now AS v
WHERE v.footprint IS NOT NULL AND NOT ST_IsEmpty(v.footprint) AND v.status IS DISTINCT FROM 'cancelled' AND {chosen}
    AND ({too_detailed} OR 'footprint' = ANY (v.generalised))
