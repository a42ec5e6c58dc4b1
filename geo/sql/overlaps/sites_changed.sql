-- Facts of the works that a publication brings and that have ground of their own: a footprint that is told coarsely has
-- none, and a cancelled work needs none; with the length (m) and the area (m2) of what is compared of them.
-- One with too many vertices would keep all other publications waiting.
-- ground  its braces take footprints/ground
-- too_detailed  its braces take footprints/too_detailed
-- chosen  its braces take which versions are looked at
SELECT v.project_id AS id, v.agency, v.title, v.category, v.status, v.contractor, v.contract_amount, v.planned_start,
    v.planned_end, v.actual_start, v.actual_end, v.progress_as_of, v.budget, v.budget_currency, nullif(v.details, '{{}}') AS details,
    v.sample, CASE s.dimension WHEN 1 THEN ST_Length(s.shape::geography) ELSE 0 END AS length,
    CASE s.dimension WHEN 2 THEN ST_Area(s.shape::geography) ELSE 0 END AS area
FROM published.project_now AS v
{ground}WHERE v.footprint IS NOT NULL AND NOT ST_IsEmpty(v.footprint) AND NOT {too_detailed} AND v.status IS DISTINCT FROM 'cancelled'
    AND 'footprint' <> ALL (v.generalised) AND {chosen}
-- Neighbours come one after another: by the box of their shapes along a curve of Hilbert.
ORDER BY s.shape
