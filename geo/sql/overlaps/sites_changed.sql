-- Facts of the works that a publication brings and that have ground of their own: a footprint that is told coarsely has
-- none, and a cancelled work needs none.
-- One with more than 5,000 vertices would keep all other publications waiting.
-- number  the publication's number, or null for all that is published now
SELECT v.project_id AS id, v.agency, v.title, v.category, v.status, v.contractor, v.contract_amount, v.planned_start,
    v.planned_end, v.actual_start, v.actual_end, v.progress_as_of, v.budget, v.budget_currency, v.details, v.sample,
    0::float8 AS length, 0::float8 AS area
FROM published.project_now AS v
WHERE v.footprint IS NOT NULL AND NOT ST_IsEmpty(v.footprint) AND ST_NPoints(v.footprint) <= 5000 AND v.status IS DISTINCT FROM 'cancelled'
    AND 'footprint' <> ALL (v.generalised) AND (%(number)s::bigint IS NULL OR v.publication = %(number)s)
