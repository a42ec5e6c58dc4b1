-- Find the staged projects that differ from what is published now, with the version each becomes.
-- The first published baseline stays whatever is sent later, unless the load corrects it or the policy blocks it; where
-- there is none yet it is the original that is sent, else what is planned; one that is told coarsely and was not, or the
-- other way round, is taken as it is told now, and so is one that is corrected, also to none. A blocked baseline that was
-- public is named as withheld from then on, and so is one that is corrected to none as long as what it was copied from is
-- blocked.
-- What is corrected is no part of the hash of the facts, since the agency does not send it. What is blocked is; but where that
-- alone has changed, of facts that nothing is derived from, the version says what the next one would: there is none.
-- correct    whether originals that are sent replace the published baseline
-- underived  facts that nothing is derived from
INSERT INTO change (
    row_number, project_id, title, titles, descriptions, status, category, agency, contractor, supervisor, address,
    original_start, original_end, planned_start, planned_end, actual_start, actual_end, progress_planned,
    progress_actual, progress_as_of, original_budget, original_budget_currency, budget, budget_currency,
    contract_amount, contract_currency, location_source, location_method, location_accuracy, location_verified_by,
    location_verified_on, declared_districts, withheld, blocked, generalised, withdrawn, sample, reports, footprint,
    details, ground, facts_hash, version
)
WITH told AS (
    SELECT s.*, left(row(
        s.title, s.titles, s.descriptions, s.status, s.category, s.agency, s.contractor, s.supervisor, s.address,
        CASE WHEN 'original_start' <> ALL (s.corrected) THEN s.original_start END,
        CASE WHEN 'original_end' <> ALL (s.corrected) THEN s.original_end END, s.planned_start, s.planned_end, s.actual_start, s.actual_end,
        trim_scale(s.progress_planned), trim_scale(s.progress_actual), s.progress_as_of,
        CASE WHEN 'original_budget' <> ALL (s.corrected) THEN trim_scale(s.original_budget) END,
        CASE WHEN 'original_budget' <> ALL (s.corrected) THEN s.original_budget_currency END, trim_scale(s.budget), s.budget_currency,
        trim_scale(s.contract_amount), s.contract_currency,
        s.location_source, s.location_method, s.location_accuracy, s.location_verified_by, s.location_verified_on,
        s.declared_districts, s.withheld
    )::text, -1) || ',' AS until_blocked,
    ',' || substr(row(s.withdrawn, s.sample, s.reports, ST_AsBinary(s.footprint))::text, 2)
        || CASE WHEN s.details = '{}' THEN '' ELSE s.details::text END
        || CASE WHEN s.generalised <@ s.corrected THEN ''
            ELSE ARRAY(SELECT g FROM unnest(s.generalised) AS g WHERE g <> ALL (s.corrected) ORDER BY g)::text END AS from_withdrawn
    FROM stage AS s
), staged AS (
    SELECT t.*, sha256(convert_to(t.until_blocked || trim(row(t.blocked)::text, '()') || t.from_withdrawn, 'UTF8')) AS facts_hash
    FROM told AS t
)
SELECT
    s.row_number, s.project_id, s.title, s.titles, s.descriptions, s.status, s.category, s.agency,
    s.contractor, s.supervisor, s.address,
    CASE WHEN 'original_start' = ANY (s.blocked) OR 'original_start' = ANY (s.corrected) AND s.original_start IS NULL THEN NULL
        WHEN (%(correct)s OR 'original_start' = ANY (s.corrected)) AND s.original_start IS NOT NULL THEN s.original_start
        WHEN ('original_start' = ANY (s.generalised)) <> ('original_start' = ANY (v.generalised)) AND s.original_start IS NOT NULL
            THEN s.original_start
        ELSE coalesce(v.original_start, s.original_start, s.planned_start) END AS original_start,
    CASE WHEN 'original_end' = ANY (s.blocked) OR 'original_end' = ANY (s.corrected) AND s.original_end IS NULL THEN NULL
        WHEN (%(correct)s OR 'original_end' = ANY (s.corrected)) AND s.original_end IS NOT NULL THEN s.original_end
        WHEN ('original_end' = ANY (s.generalised)) <> ('original_end' = ANY (v.generalised)) AND s.original_end IS NOT NULL
            THEN s.original_end
        ELSE coalesce(v.original_end, s.original_end, s.planned_end) END AS original_end,
    s.planned_start, s.planned_end, s.actual_start, s.actual_end,
    s.progress_planned, s.progress_actual, s.progress_as_of,
    CASE WHEN 'original_budget' = ANY (s.blocked) OR 'original_budget' = ANY (s.corrected) AND s.original_budget IS NULL THEN NULL
        WHEN (%(correct)s OR 'original_budget' = ANY (s.corrected)) AND s.original_budget IS NOT NULL THEN s.original_budget
        WHEN ('original_budget' = ANY (s.generalised)) <> ('original_budget' = ANY (v.generalised)) AND s.original_budget IS NOT NULL
            THEN s.original_budget
        ELSE coalesce(v.original_budget, s.original_budget, s.budget) END AS original_budget,
    CASE WHEN 'original_budget' = ANY (s.blocked) OR 'original_budget' = ANY (s.corrected) AND s.original_budget IS NULL THEN NULL
        WHEN (%(correct)s OR 'original_budget' = ANY (s.corrected)) AND s.original_budget IS NOT NULL THEN s.original_budget_currency
        WHEN ('original_budget' = ANY (s.generalised)) <> ('original_budget' = ANY (v.generalised)) AND s.original_budget IS NOT NULL
            THEN s.original_budget_currency
        WHEN v.original_budget IS NOT NULL THEN v.original_budget_currency
        WHEN s.original_budget IS NOT NULL THEN s.original_budget_currency
        ELSE s.budget_currency END AS original_budget_currency,
    s.budget, s.budget_currency, s.contract_amount, s.contract_currency,
    s.location_source, s.location_method, s.location_accuracy, s.location_verified_by, s.location_verified_on,
    s.declared_districts,
    s.withheld || array_remove(ARRAY[
        CASE WHEN NOT 'original_budget' = ANY (s.withheld)
            AND (v.original_budget IS NOT NULL OR 'original_budget' = ANY (v.withheld))
            AND ('original_budget' = ANY (s.blocked) OR s.original_budget IS NULL AND ('original_budget' = ANY (s.corrected)
                OR 'budget' = ANY (s.blocked) AND v.original_budget IS NULL)) THEN 'original_budget' END,
        CASE WHEN NOT 'original_end' = ANY (s.withheld)
            AND (v.original_end IS NOT NULL OR 'original_end' = ANY (v.withheld))
            AND ('original_end' = ANY (s.blocked) OR s.original_end IS NULL AND ('original_end' = ANY (s.corrected)
                OR 'planned_end' = ANY (s.blocked) AND v.original_end IS NULL)) THEN 'original_end' END,
        CASE WHEN NOT 'original_start' = ANY (s.withheld)
            AND (v.original_start IS NOT NULL OR 'original_start' = ANY (v.withheld))
            AND ('original_start' = ANY (s.blocked) OR s.original_start IS NULL AND ('original_start' = ANY (s.corrected)
                OR 'planned_start' = ANY (s.blocked) AND v.original_start IS NULL)) THEN 'original_start' END
    ], NULL) AS withheld,
    s.blocked,
    s.generalised || ARRAY(
        SELECT b.name FROM (VALUES ('original_start', s.original_start IS NULL), ('original_end', s.original_end IS NULL),
            ('original_budget', s.original_budget IS NULL)) AS b (name, is_carried)
        WHERE b.is_carried AND b.name = ANY (v.generalised) AND b.name <> ALL (s.generalised || s.blocked)
    ) AS generalised,
    s.withdrawn, s.sample, s.reports, s.footprint, s.details, s.ground, s.facts_hash,
    coalesce(v.version, 0) + 1 AS version
FROM staged AS s
LEFT JOIN published.project_version AS v ON v.project_id = s.project_id AND upper_inf(v.published)
WHERE CASE
        WHEN v.facts_hash IS NULL THEN true
        WHEN v.facts_hash = s.facts_hash THEN false
        WHEN EXISTS (
            SELECT FROM unnest(v.blocked || s.blocked) AS b (name)
            WHERE (b.name = ANY (v.blocked)) <> (b.name = ANY (s.blocked)) AND b.name <> ALL (%(underived)s)
        ) THEN true
        ELSE v.facts_hash <> sha256(convert_to(
            s.until_blocked || trim(row(v.blocked)::text, '()') || s.from_withdrawn, 'UTF8'))
    END
    OR s.corrected <> '{}'
    OR %(correct)s AND (
        coalesce(s.original_start, v.original_start) IS DISTINCT FROM v.original_start
        OR coalesce(s.original_end, v.original_end) IS DISTINCT FROM v.original_end
        OR coalesce(s.original_budget, v.original_budget) IS DISTINCT FROM v.original_budget
    )
