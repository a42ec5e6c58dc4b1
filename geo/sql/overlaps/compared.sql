-- The condition that a version v is compared with others.
-- too_detailed  its braces take footprints/too_detailed
v.footprint IS NOT NULL AND NOT ST_IsEmpty(v.footprint) AND NOT {too_detailed} AND v.status IS DISTINCT FROM 'cancelled'
    AND 'footprint' <> ALL (v.generalised)
