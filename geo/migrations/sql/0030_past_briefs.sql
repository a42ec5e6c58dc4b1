-- The briefs of closed versions. `until` stands first, so that all else stands as in a brief, whatever that gets later.
CREATE TABLE published.project_brief_past (until bigint NOT NULL, LIKE published.project_brief);
ALTER TABLE published.project_brief_past ALTER COLUMN title DROP NOT NULL;
LOCK TABLE published.project_brief IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO published.project_brief_past
SELECT n.publication AS until, p.project_id, p.version, p.publication,
    ST_XMin(p.footprint) AS west, ST_YMin(p.footprint) AS south, ST_XMax(p.footprint) AS east,
    ST_YMax(p.footprint) AS north, p.original_start, p.original_end, p.planned_start, p.planned_end, p.actual_start,
    p.actual_end, p.progress_as_of,
    CASE WHEN p.status = 'implementation' AND p.actual_end IS NULL AND p.original_end IS NOT NULL
        THEN greatest(p.planned_end, p.original_end) END AS due,
    p.sample, p.geometry_class, p.status, p.category, p.agency, p.location_accuracy, p.progress_planned,
    p.progress_actual, p.original_budget, p.budget, p.contract_amount,
    coalesce(array_position(ARRAY['implementation', 'completion', 'suspended', 'preparation', 'identification',
        'completed', 'cancelled'], p.status), 8)::text || to_char(2 - coalesce(p.progress_actual, -1), 'FM0.000000')
        AS by_progress,
    p.title,
    ARRAY(
        SELECT s.district_id FROM (
            SELECT g.district_id, g.share FROM published.district_share AS g
            WHERE g.project_id = p.project_id AND g.version = p.version AND g.district_id <> ALL (ARRAY(
                SELECT h.id FROM published.district AS h
                JOIN published.boundary_set_past AS e ON e.code = h.set_code AND e.until > n.publication - 1
            ))
            UNION ALL
            SELECT o.district_id, o.share FROM published.district_share_past AS o
            WHERE o.project_id = p.project_id AND o.version = p.version AND o.until = (
                SELECT min(e.until) FROM published.boundary_set_past AS e
                WHERE e.code = o.set_code AND e.until > n.publication - 1
            )
        ) AS s
        ORDER BY s.share DESC NULLS LAST, s.district_id
    ) AS districts,
    p.end_shift_days, p.extension_count, p.cost_growth, p.progress_gap, p.contractor, p.supervisor, p.address,
    p.original_budget_currency, p.budget_currency, p.contract_currency, p.location_source, p.location_method,
    p.location_verified_by, p.location_verified_on, p.declared_districts, p.withheld,
    tstzrange(lower(p.published), NULL) AS published
FROM published.project_version AS p
JOIN published.project_version AS n ON n.project_id = p.project_id AND n.version = p.version + 1
WHERE NOT upper_inf(p.published) AND NOT p.withdrawn
ORDER BY until, project_id;
ALTER TABLE published.project_brief_past ADD CONSTRAINT project_brief_past_pkey PRIMARY KEY (project_id, version);
GRANT SELECT ON published.project_brief_past TO allimi_reader;
GRANT SELECT, INSERT, DELETE ON published.project_brief_past TO allimi_writer;
ANALYZE published.project_brief_past;
