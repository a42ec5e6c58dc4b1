-- The names of the facts that a version says otherwise than the one before, or that are withheld, purged, or told more
-- coarsely than they were entered, in one of them only.
-- reads    project_version as v, and the version before as b (null for the first, of which nothing is named)
-- returns  text[], sorted
CASE WHEN b.version IS NULL THEN '{}'::text[] ELSE ARRAY(
    SELECT n.name COLLATE "C" AS name FROM unnest(ARRAY[
        CASE WHEN v.title IS DISTINCT FROM b.title THEN 'title' END,
        CASE WHEN v.titles IS DISTINCT FROM b.titles THEN 'titles' END,
        CASE WHEN v.descriptions IS DISTINCT FROM b.descriptions THEN 'descriptions' END,
        CASE WHEN v.status IS DISTINCT FROM b.status THEN 'status' END,
        CASE WHEN v.category IS DISTINCT FROM b.category THEN 'category' END,
        CASE WHEN v.agency IS DISTINCT FROM b.agency THEN 'agency' END,
        CASE WHEN v.contractor IS DISTINCT FROM b.contractor THEN 'contractor' END,
        CASE WHEN v.supervisor IS DISTINCT FROM b.supervisor THEN 'supervisor' END,
        CASE WHEN v.address IS DISTINCT FROM b.address THEN 'address' END,
        CASE WHEN v.original_start IS DISTINCT FROM b.original_start THEN 'original_start' END,
        CASE WHEN v.original_end IS DISTINCT FROM b.original_end THEN 'original_end' END,
        CASE WHEN v.planned_start IS DISTINCT FROM b.planned_start THEN 'planned_start' END,
        CASE WHEN v.planned_end IS DISTINCT FROM b.planned_end THEN 'planned_end' END,
        CASE WHEN v.actual_start IS DISTINCT FROM b.actual_start THEN 'actual_start' END,
        CASE WHEN v.actual_end IS DISTINCT FROM b.actual_end THEN 'actual_end' END,
        CASE WHEN v.progress_planned IS DISTINCT FROM b.progress_planned THEN 'progress_planned' END,
        CASE WHEN v.progress_actual IS DISTINCT FROM b.progress_actual THEN 'progress_actual' END,
        CASE WHEN v.progress_as_of IS DISTINCT FROM b.progress_as_of THEN 'progress_as_of' END,
        CASE WHEN v.original_budget IS DISTINCT FROM b.original_budget THEN 'original_budget' END,
        CASE WHEN v.original_budget_currency IS DISTINCT FROM b.original_budget_currency THEN 'original_budget_currency' END,
        CASE WHEN v.budget IS DISTINCT FROM b.budget THEN 'budget' END,
        CASE WHEN v.budget_currency IS DISTINCT FROM b.budget_currency THEN 'budget_currency' END,
        CASE WHEN v.contract_amount IS DISTINCT FROM b.contract_amount THEN 'contract_amount' END,
        CASE WHEN v.contract_currency IS DISTINCT FROM b.contract_currency THEN 'contract_currency' END,
        CASE WHEN v.location_source IS DISTINCT FROM b.location_source THEN 'location_source' END,
        CASE WHEN v.location_method IS DISTINCT FROM b.location_method THEN 'location_method' END,
        CASE WHEN v.location_accuracy IS DISTINCT FROM b.location_accuracy THEN 'location_accuracy' END,
        CASE WHEN v.location_verified_by IS DISTINCT FROM b.location_verified_by THEN 'location_verified_by' END,
        CASE WHEN v.location_verified_on IS DISTINCT FROM b.location_verified_on THEN 'location_verified_on' END,
        CASE WHEN v.declared_districts IS DISTINCT FROM b.declared_districts THEN 'declared_districts' END,
        CASE WHEN v.sample IS DISTINCT FROM b.sample THEN 'sample' END,
        CASE WHEN v.withdrawn IS DISTINCT FROM b.withdrawn THEN 'withdrawn' END,
        CASE WHEN v.footprint IS DISTINCT FROM b.footprint THEN 'footprint' END
    ]) AS n (name) WHERE n.name IS NOT NULL
    UNION
    SELECT d.name COLLATE "C" FROM jsonb_object_keys(v.details || b.details) AS d (name)
    WHERE v.details <> b.details AND v.details -> d.name IS DISTINCT FROM b.details -> d.name
    UNION
    SELECT w.name COLLATE "C" FROM unnest(v.withheld || b.withheld) AS w (name)
    WHERE (w.name = ANY (v.withheld)) <> (w.name = ANY (b.withheld))
    UNION
    SELECT w.name COLLATE "C" FROM unnest(v.purged || b.purged) AS w (name)
    WHERE (w.name = ANY (v.purged)) <> (w.name = ANY (b.purged))
    UNION
    SELECT w.name COLLATE "C" FROM unnest(v.generalised || b.generalised) AS w (name)
    WHERE (w.name = ANY (v.generalised)) <> (w.name = ANY (b.generalised))
    ORDER BY name
) END
