-- The briefs of the projects as they were published at an earlier publication: what stands behind FROM. Those that have
-- not changed since are read from the briefs of now.
-- number   a placeholder is put in its braces; the publication's number
-- returns  v (as project_brief, without what only the pages sort and sum by)
(
    SELECT b.project_id, b.version, b.publication, b.west, b.south, b.east, b.north, b.original_start, b.original_end,
        b.planned_start, b.planned_end, b.actual_start, b.actual_end, b.progress_as_of, b.sample, b.geometry_class,
        b.status, b.category, b.agency, b.location_accuracy, b.progress_planned, b.progress_actual, b.original_budget,
        b.budget, b.contract_amount, b.title, b.districts,
        b.end_shift_days, b.extension_count, b.cost_growth, b.progress_gap
    FROM published.project_brief AS b
    WHERE b.publication <= {number}::bigint
        AND EXISTS (SELECT FROM published.publication AS n WHERE n.number = {number}::bigint)
    UNION ALL
    SELECT p.project_id, p.version, p.publication, ST_XMin(p.footprint), ST_YMin(p.footprint), ST_XMax(p.footprint),
        ST_YMax(p.footprint), p.original_start, p.original_end, p.planned_start, p.planned_end, p.actual_start,
        p.actual_end, p.progress_as_of, p.sample, p.geometry_class, p.status, p.category, p.agency, p.location_accuracy,
        p.progress_planned, p.progress_actual, p.original_budget, p.budget, p.contract_amount, p.title,
        ARRAY(
            SELECT s.district_id FROM published.district_share AS s
            WHERE s.project_id = p.project_id AND s.version = p.version
        ),
        p.end_shift_days, p.extension_count, p.cost_growth, p.progress_gap
    FROM (
        SELECT DISTINCT n.project_id FROM published.project_version AS n WHERE n.publication > {number}::bigint
    ) AS changed
    JOIN published.project_version AS p ON p.project_id = changed.project_id
    WHERE p.published @> (SELECT n.published_at FROM published.publication AS n WHERE n.number = {number}::bigint)
        AND NOT p.withdrawn
) AS v
