-- What a purge does to a version, and the guard that lets nothing through but the close of a version and that.
CREATE FUNCTION published.held(v published.project_version, fields text[]) RETURNS text[]
LANGUAGE plpgsql STABLE AS $$
DECLARE facts jsonb;
BEGIN
    v.feature_text := '';
    v.details := coalesce(v.details, '{}');
    facts := to_jsonb(v) || jsonb_build_object('footprint', v.footprint IS NOT NULL OR NULL);
    RETURN ARRAY(
        SELECT DISTINCT f.name FROM unnest(fields) AS f (name)
        WHERE coalesce(facts -> f.name, 'null') NOT IN ('null', '{}', '[]')
            OR v.details ? f.name
            OR EXISTS (
                SELECT FROM jsonb_array_elements(v.details -> split_part(f.name, '.', 1)) AS p (part)
                WHERE p.part ? nullif(split_part(f.name, '.', 2), '')
            )
        ORDER BY f.name
    );
END $$;
COMMENT ON FUNCTION published.held IS
    'Those of the facts, sections and fields of sections (section.field) of which a version holds a value';

CREATE FUNCTION published.purged(v published.project_version, fields text[]) RETURNS published.project_version
LANGUAGE plpgsql STABLE AS $$
DECLARE
    facts CONSTANT text[] := ARRAY['descriptions', 'status', 'category', 'contractor', 'supervisor', 'address',
        'original_start', 'original_end', 'planned_start', 'planned_end', 'actual_start', 'actual_end',
        'progress_planned', 'progress_actual', 'progress_as_of', 'original_budget', 'budget', 'contract_amount',
        'footprint', 'location_source', 'location_method', 'location_accuracy', 'location_verified_by',
        'location_verified_on', 'declared_districts'];
    sections CONSTANT text[] := ARRAY['scale', 'participants', 'contacts', 'contracts', 'changes', 'documents', 'photos',
        'briefs', 'penalties'];
    one text;
BEGIN
    FOREACH one IN ARRAY fields LOOP
        IF one = ANY (facts) THEN
            v := jsonb_populate_record(v, jsonb_build_object(one, CASE one
                WHEN 'descriptions' THEN '{}'::jsonb WHEN 'declared_districts' THEN '[]'::jsonb ELSE 'null'::jsonb END));
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
COMMENT ON FUNCTION published.purged IS
    'A version without these facts, sections and fields of sections, and without what was derived from them';

CREATE OR REPLACE FUNCTION published.guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE expected published.project_version;
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'A published version is never removed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    expected := OLD;
    expected.published := NEW.published;
    IF upper_inf(OLD.published) AND NOT upper_inf(NEW.published)
       AND lower(NEW.published) = lower(OLD.published) AND expected *= NEW THEN
        RETURN NEW;
    END IF;
    IF NEW.purged <> OLD.purged AND NEW.purged @> OLD.purged AND NEW.purged <@ ARRAY(
        SELECT unnest(p.fields) FROM published.purge AS p
        WHERE p.project_id = OLD.project_id AND p.version = OLD.version
    ) THEN
        expected := published.purged(OLD, NEW.purged);
        expected.feature_text := NEW.feature_text;
        expected.feature_hash := sha256(convert_to(NEW.feature_text, 'UTF8'));
        IF expected *= NEW THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'A published version changes only when the next one closes it, or a purge with its tombstone blanks it.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION published.purge_reports(number bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    WITH asked AS (
        SELECT v.project_id, v.publication, p.fields FROM published.purge AS p
        JOIN published.project_version AS v ON v.project_id = p.project_id AND v.version = p.version
        WHERE p.publication = number
            AND p.fields && ARRAY['progress_planned', 'progress_actual', 'progress_as_of']
    ), gone AS (
        DELETE FROM published.progress_report AS r USING asked AS a
        WHERE r.project_id = a.project_id AND r.publication = a.publication AND 'progress_as_of' = ANY (a.fields)
        RETURNING (r.shows_planned OR r.shows_actual)::integer AS shown
    ), blanked AS (
        UPDATE published.progress_report AS r SET
            planned = CASE WHEN 'progress_planned' = ANY (a.fields) THEN NULL ELSE r.planned END,
            actual = CASE WHEN 'progress_actual' = ANY (a.fields) THEN NULL ELSE r.actual END
        FROM asked AS a
        WHERE r.project_id = a.project_id AND r.publication = a.publication AND NOT 'progress_as_of' = ANY (a.fields)
    )
    UPDATE published.collection_count AS c SET features = c.features - g.shown
    FROM (SELECT sum(shown) AS shown FROM gone) AS g
    WHERE c.collection = 'progress' AND g.shown > 0;
END $$;
COMMENT ON FUNCTION published.purge_reports IS
    'Blank the progress reports that came with the versions which the publication of this number purges of progress';
