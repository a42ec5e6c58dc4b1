-- Facts of the works of these ids, with the length (m) and the area (m2) of what is compared of them.
-- ids  of the projects
SELECT v.project_id AS id, v.agency, v.title, v.category, v.status, v.contractor, v.contract_amount, v.planned_start,
    v.planned_end, v.actual_start, v.actual_end, v.progress_as_of, v.budget, v.budget_currency, nullif(v.details, '{}') AS details, v.sample,
    s.length, s.area, s.streets, s.road_classes, coalesce(ST_Length(s.axis::geography), 0) AS axis_length
FROM published.overlap_site AS s JOIN published.project_now AS v ON v.project_id = s.project_id
WHERE s.project_id = ANY (%(ids)s)
