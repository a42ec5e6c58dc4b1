-- What a purge does to a version: as before, and to the section `coordination` as well.
CREATE OR REPLACE FUNCTION published.purged(v published.project_version, fields text[]) RETURNS published.project_version
LANGUAGE plpgsql STABLE AS $$
DECLARE
    facts CONSTANT text[] := ARRAY['titles', 'descriptions', 'status', 'category', 'contractor', 'supervisor', 'address',
        'original_start', 'original_end', 'planned_start', 'planned_end', 'actual_start', 'actual_end',
        'progress_planned', 'progress_actual', 'progress_as_of', 'original_budget', 'budget', 'contract_amount',
        'footprint', 'location_source', 'location_method', 'location_accuracy', 'location_verified_by',
        'location_verified_on', 'declared_districts'];
    sections CONSTANT text[] := ARRAY['scale', 'participants', 'contacts', 'contracts', 'changes', 'documents', 'photos',
        'briefs', 'penalties', 'coordination'];
    one text;
BEGIN
    FOREACH one IN ARRAY fields LOOP
        IF one = ANY (facts) THEN
            v := jsonb_populate_record(v, jsonb_build_object(one, CASE one
                WHEN 'titles' THEN '{}'::jsonb WHEN 'descriptions' THEN '{}'::jsonb WHEN 'declared_districts' THEN '[]'::jsonb ELSE 'null'::jsonb END));
        ELSIF one = ANY (sections) THEN
            v.details := v.details - one;
        ELSIF split_part(one, '.', 1) = ANY (sections) THEN
            IF v.details ? split_part(one, '.', 1) THEN
                -- In the order that they have without what is gone, which would tell of it.
                v.details := jsonb_set(v.details, ARRAY[split_part(one, '.', 1)], (
                    SELECT coalesce(jsonb_agg(p.bare ORDER BY coalesce(p.bare ->> 'date', '9999-99-99') COLLATE "C",
                        p.bare ->> 'id' COLLATE "C", p.bare::text COLLATE "C"), '[]')
                    FROM (
                        SELECT e.part - split_part(one, '.', 2) AS bare
                        FROM jsonb_array_elements(v.details -> split_part(one, '.', 1)) AS e (part)
                    ) AS p
                ));
            END IF;
        ELSE
            RAISE EXCEPTION 'Not a field that may be purged: %', one USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    IF 'titles' = ANY (fields) THEN v.title := NULL; END IF;
    IF 'original_budget' = ANY (fields) THEN v.original_budget_currency := NULL; END IF;
    IF 'budget' = ANY (fields) THEN v.budget_currency := NULL; END IF;
    IF 'contract_amount' = ANY (fields) THEN v.contract_currency := NULL; END IF;
    IF 'footprint' = ANY (fields) THEN v.geometry_class := NULL; END IF;
    IF fields && ARRAY['original_end', 'planned_end', 'actual_end'] THEN v.end_shift_days := NULL; END IF;
    IF fields && ARRAY['changes'] THEN v.extension_count := NULL; END IF;
    IF fields && ARRAY['original_budget', 'budget'] THEN v.cost_growth := NULL; END IF;
    IF fields && ARRAY['progress_planned', 'progress_actual'] THEN v.progress_gap := NULL; END IF;
    v.purged := ARRAY(SELECT DISTINCT f FROM unnest(v.purged || fields) AS f ORDER BY f);
    -- A hash of all facts would let the one that is gone be guessed.
    v.facts_hash := '';
    RETURN v;
END $$;
