-- The briefs, tallies and delays of all that is published, as migration 0004 makes them: they stay as they were then,
-- whatever later migrations add.
DELETE FROM published.project_brief;
DELETE FROM published.project_tally;
DELETE FROM published.project_delay;
CREATE TEMPORARY TABLE brief_moved (
    sign integer NOT NULL,
    geometry_class text NOT NULL,
    status text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    districts text[] COLLATE "C" NOT NULL,
    ended boolean NOT NULL,
    original_end date,
    due date
) ON COMMIT DROP;
WITH come AS (
    INSERT INTO published.project_brief (
        project_id, version, publication, west, south, east, north, original_start, original_end, planned_start,
        planned_end, actual_start, actual_end, progress_as_of, due, sample, geometry_class, status, category, agency,
        location_accuracy, progress_planned, progress_actual, original_budget, budget, contract_amount, by_progress,
        title, districts
    )
    SELECT v.project_id, v.version, v.publication, ST_XMin(v.footprint), ST_YMin(v.footprint), ST_XMax(v.footprint),
        ST_YMax(v.footprint), v.original_start, v.original_end, v.planned_start, v.planned_end, v.actual_start,
        v.actual_end, v.progress_as_of,
        CASE WHEN v.status = 'implementation' AND v.actual_end IS NULL AND v.original_end IS NOT NULL
            THEN greatest(v.planned_end, v.original_end) END,
        v.sample, v.geometry_class, v.status, v.category, v.agency, v.location_accuracy, v.progress_planned,
        v.progress_actual, v.original_budget, v.budget, v.contract_amount,
        -- Works under way first, and among equal statuses those that have got farthest.
        coalesce(array_position(ARRAY['implementation', 'completion', 'suspended', 'preparation', 'identification',
            'completed', 'cancelled'], v.status), 8)::text || to_char(2 - coalesce(v.progress_actual, -1), 'FM0.000000'),
        v.title,
        ARRAY(
            SELECT s.district_id FROM published.district_share AS s
            WHERE s.project_id = v.project_id AND s.version = v.version ORDER BY s.share DESC NULLS LAST, s.district_id
        )
    FROM published.project_now AS v
    RETURNING *
)
INSERT INTO brief_moved (sign, geometry_class, status, category, districts, ended, original_end, due)
SELECT 1, coalesce(geometry_class, 'none'), coalesce(status, ''), coalesce(category, ''), districts || ''::text,
    due IS NULL, CASE WHEN status = 'implementation' THEN original_end END, coalesce(due, actual_end)
FROM come;
INSERT INTO published.project_tally AS t (district_id, geometry_class, status, category, projects)
SELECT d.id, m.geometry_class, m.status, m.category, sum(m.sign)
FROM brief_moved AS m CROSS JOIN LATERAL unnest(m.districts) AS d (id)
GROUP BY 1, 2, 3, 4 HAVING sum(m.sign) <> 0
ORDER BY 1, 2, 3, 4
ON CONFLICT (district_id, geometry_class, status, category) DO UPDATE SET projects = t.projects + excluded.projects;
INSERT INTO published.project_delay AS k (district_id, span, starts, category, works, late, original_days, due_days)
SELECT d.id, s.span, s.starts, m.category, sum(m.sign), coalesce(sum(m.sign) FILTER (WHERE m.due > m.original_end), 0),
    sum(m.sign * (m.original_end - date '2000-01-01')), sum(m.sign * (m.due - date '2000-01-01'))
FROM brief_moved AS m
CROSS JOIN LATERAL (
    SELECT 'ended' AS span, date '2000-01-01' AS starts WHERE m.ended
    UNION ALL
    SELECT 'year', make_date(extract(year FROM m.due)::integer, 1, 1) WHERE NOT m.ended
    UNION ALL
    SELECT 'month', make_date(extract(year FROM m.due)::integer, extract(month FROM m.due)::integer, 1)
    WHERE NOT m.ended
) AS s
CROSS JOIN LATERAL unnest(m.districts) AS d (id)
WHERE m.original_end IS NOT NULL AND m.due IS NOT NULL
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
ON CONFLICT (district_id, span, starts, category) DO UPDATE SET works = k.works + excluded.works,
    late = k.late + excluded.late, original_days = k.original_days + excluded.original_days,
    due_days = k.due_days + excluded.due_days;
DROP TABLE brief_moved;
