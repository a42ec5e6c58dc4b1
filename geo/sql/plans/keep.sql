-- Keep a plan in place of what was kept of the project before; its number stays.
-- ground  its braces take footprints/ground
INSERT INTO intake.plan (
    project_id, agency, push_id, window_start, window_end, early_start, late_end, category, firmness, ground, exception,
    office, shape
)
SELECT %(project_id)s, %(agency)s, %(push_id)s, %(window_start)s::date, %(window_end)s::date, %(early_start)s::date,
    %(late_end)s::date, %(category)s, %(firmness)s, %(ground)s::text[], %(exception)s, %(office)s,
    s.shape
FROM (SELECT ST_GeomFromWKB(%(footprint)s::bytea, 4326) AS footprint) AS v
{ground}ON CONFLICT (project_id) DO UPDATE SET
    agency = excluded.agency, push_id = excluded.push_id, window_start = excluded.window_start,
    window_end = excluded.window_end, early_start = excluded.early_start, late_end = excluded.late_end,
    category = excluded.category, firmness = excluded.firmness, ground = excluded.ground,
    exception = excluded.exception, office = excluded.office, shape = excluded.shape
