-- Count by agency, month and field how many projects have it published, and how, or withheld: what has changed in the
-- month. The field '' counts the projects, '-footprint' those without one. Sections and their fields (`contacts.phone`)
-- are counted where any part has one; a section that was entered as empty is a zero. What was purged counts as it was.
-- moved  its braces take disclosed/moved or disclosed/everything
WITH moved AS NOT MATERIALIZED (
{moved}
), sums AS (
    SELECT m.agency, m.month, sum(m.sign) AS projects,
        sum(m.sign) FILTER (WHERE m.geometry_class IS NULL) AS unmapped,
        sum(m.sign) FILTER (WHERE m.descriptions <> '{{}}') AS descriptions,
        sum(m.sign) FILTER (WHERE m.status IS NOT NULL) AS status,
        sum(m.sign) FILTER (WHERE m.category IS NOT NULL) AS category,
        sum(m.sign) FILTER (WHERE m.contractor IS NOT NULL) AS contractor,
        sum(m.sign) FILTER (WHERE m.supervisor IS NOT NULL) AS supervisor,
        sum(m.sign) FILTER (WHERE m.address IS NOT NULL) AS address,
        sum(m.sign) FILTER (WHERE m.original_start IS NOT NULL) AS original_start,
        sum(m.sign) FILTER (WHERE m.original_end IS NOT NULL) AS original_end,
        sum(m.sign) FILTER (WHERE m.planned_start IS NOT NULL) AS planned_start,
        sum(m.sign) FILTER (WHERE m.planned_end IS NOT NULL) AS planned_end,
        sum(m.sign) FILTER (WHERE m.actual_start IS NOT NULL) AS actual_start,
        sum(m.sign) FILTER (WHERE m.actual_end IS NOT NULL) AS actual_end,
        sum(m.sign) FILTER (WHERE m.progress_planned IS NOT NULL) AS progress_planned,
        sum(m.sign) FILTER (WHERE m.progress_actual IS NOT NULL) AS progress_actual,
        sum(m.sign) FILTER (WHERE m.progress_as_of IS NOT NULL) AS progress_as_of,
        sum(m.sign) FILTER (WHERE m.original_budget IS NOT NULL) AS original_budget,
        sum(m.sign) FILTER (WHERE m.budget IS NOT NULL) AS budget,
        sum(m.sign) FILTER (WHERE m.contract_amount IS NOT NULL) AS contract_amount,
        sum(m.sign) FILTER (WHERE m.geometry_class IS NOT NULL) AS footprint,
        sum(m.sign) FILTER (WHERE m.location_source IS NOT NULL) AS location_source,
        sum(m.sign) FILTER (WHERE m.location_method IS NOT NULL) AS location_method,
        sum(m.sign) FILTER (WHERE m.location_accuracy IS NOT NULL) AS location_accuracy,
        sum(m.sign) FILTER (WHERE m.location_verified_by IS NOT NULL) AS location_verified_by,
        sum(m.sign) FILTER (WHERE m.location_verified_on IS NOT NULL) AS location_verified_on,
        sum(m.sign) FILTER (WHERE m.declared_districts <> '{{}}') AS declared_districts,
        sum(m.sign) FILTER (WHERE m.progress_planned = 0) AS progress_planned_0,
        sum(m.sign) FILTER (WHERE m.progress_actual = 0) AS progress_actual_0,
        sum(m.sign) FILTER (WHERE m.original_budget = 0) AS original_budget_0,
        sum(m.sign) FILTER (WHERE m.budget = 0) AS budget_0,
        sum(m.sign) FILTER (WHERE m.contract_amount = 0) AS contract_amount_0
    FROM moved AS m
    GROUP BY m.agency, m.month
), counted AS (
    SELECT s.agency, s.month, f.field, coalesce(f.published, 0) AS published, coalesce(f.zeros, 0) AS zeros,
        0 AS generalised, 0 AS withheld, 0 AS delayed
    FROM sums AS s
    CROSS JOIN LATERAL (VALUES
        ('', s.projects, NULL), ('-footprint', s.unmapped, NULL),
        ('descriptions', s.descriptions, NULL), ('status', s.status, NULL),
        ('category', s.category, NULL), ('contractor', s.contractor, NULL),
        ('supervisor', s.supervisor, NULL), ('address', s.address, NULL),
        ('original_start', s.original_start, NULL), ('original_end', s.original_end, NULL),
        ('planned_start', s.planned_start, NULL), ('planned_end', s.planned_end, NULL),
        ('actual_start', s.actual_start, NULL), ('actual_end', s.actual_end, NULL),
        ('progress_planned', s.progress_planned, s.progress_planned_0),
        ('progress_actual', s.progress_actual, s.progress_actual_0),
        ('progress_as_of', s.progress_as_of, NULL),
        ('original_budget', s.original_budget, s.original_budget_0), ('budget', s.budget, s.budget_0),
        ('contract_amount', s.contract_amount, s.contract_amount_0), ('footprint', s.footprint, NULL),
        ('location_source', s.location_source, NULL), ('location_method', s.location_method, NULL),
        ('location_accuracy', s.location_accuracy, NULL),
        ('location_verified_by', s.location_verified_by, NULL),
        ('location_verified_on', s.location_verified_on, NULL),
        ('declared_districts', s.declared_districts, NULL)
    ) AS f (field, published, zeros)
    UNION ALL
    SELECT m.agency, m.month, n.field, coalesce(sum(m.sign) FILTER (WHERE n.kind = 'published'), 0),
        coalesce(sum(m.sign) FILTER (WHERE n.kind = 'zero'), 0),
        coalesce(sum(m.sign) FILTER (WHERE n.kind = 'generalised'), 0),
        coalesce(sum(m.sign) FILTER (WHERE n.kind = 'withheld'), 0),
        coalesce(sum(m.sign) FILTER (WHERE n.kind = 'delayed'), 0)
    FROM moved AS m
    LEFT JOIN published.version_terms AS t ON t.project_id = m.project_id AND t.version = m.version
    CROSS JOIN LATERAL (
        SELECT one AS field, 'withheld' AS kind FROM unnest(m.withheld) AS one
        UNION ALL
        SELECT one, 'published' FROM unnest(m.purged) AS one WHERE one <> 'titles'
        UNION ALL
        SELECT one, 'generalised' FROM unnest(m.generalised) AS one
        UNION ALL
        SELECT 'footprint', 'published' WHERE 'footprint' = ANY (m.generalised) AND m.geometry_class IS NULL
        UNION ALL
        SELECT one, 'delayed' FROM unnest(t.delayed) AS one
        UNION ALL
        SELECT s.key, 'published' FROM jsonb_each(m.details) AS s
        UNION ALL
        SELECT s.key, 'zero' FROM jsonb_each(m.details) AS s WHERE s.value = '[]'
        UNION ALL
        (SELECT DISTINCT concat(s.key, '.', p.key), 'published'
        FROM jsonb_each(m.details) AS s, jsonb_array_elements(s.value) AS o (one), jsonb_object_keys(o.one) AS p (key))
    ) AS n
    WHERE m.withheld <> '{{}}' OR m.purged <> '{{}}' OR m.generalised <> '{{}}'
        OR m.details <> '{{}}' OR t.version IS NOT NULL
    GROUP BY m.agency, m.month, n.field
)
SELECT agency, month, field, sum(published)::bigint AS published, sum(zeros)::bigint AS zeros,
    sum(generalised)::bigint AS generalised, sum(withheld)::bigint AS withheld, sum(delayed)::bigint AS delayed
FROM counted
GROUP BY agency, month, field
HAVING (sum(published), sum(zeros), sum(generalised), sum(withheld), sum(delayed)) <> (0, 0, 0, 0, 0)
