-- What the writer may do to what was published before, and to what was sent: what publishing, purging and judging need.
-- Names, districts and shares of earlier are written by triggers, with the owner's rights, and by nobody else. Nobody may
-- make a trigger of these functions on a table of their own, which would write what they say.
ALTER FUNCTION published.keep_number() SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION published.keep_agency() SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION published.keep_boundary_set() SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION published.keep_district() SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION published.keep_shares() SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
REVOKE ALL ON FUNCTION published.keep_number(), published.keep_agency(), published.keep_boundary_set(),
    published.keep_district(), published.keep_shares() FROM PUBLIC;
REVOKE INSERT, UPDATE ON published.agency_past, published.boundary_set_past, published.district_past,
    published.district_share_past FROM allimi_writer;
REVOKE DELETE ON published.overlap_mark, published.overlap_rules FROM allimi_writer;
REVOKE UPDATE, DELETE ON published.version_terms FROM allimi_writer;
REVOKE INSERT ON published.project_now FROM allimi_writer;
REVOKE UPDATE ON intake.load, intake.submission, intake.api_key, intake.push, intake.push_item, intake.record
    FROM allimi_writer;
GRANT UPDATE (payload, geometry) ON intake.submission TO allimi_writer;
GRANT UPDATE (revoked_at) ON intake.api_key TO allimi_writer;
GRANT UPDATE (state, items, reason, publication, decided_by, decided_at, purged_at) ON intake.push TO allimi_writer;
GRANT UPDATE (state, reasons, payload) ON intake.push_item TO allimi_writer;
GRANT UPDATE (facts, revision, sequence, source_time, withdrawn, push_id, updated_at) ON intake.record TO allimi_writer;
-- These tell where the shapes of a table lie that their caller may not read. They belong to whoever made the extension: where
-- that is another login, nothing comes of this but a warning, and `allimi doctor` says what to run.
DO $$
DECLARE one regprocedure;
BEGIN
    FOR one IN
        SELECT p.oid FROM pg_proc AS p
        JOIN pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
        JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'postgis'
        WHERE p.proname IN ('st_estimatedextent', '_postgis_stats', '_postgis_selectivity', '_postgis_join_selectivity',
            '_postgis_index_extent')
    LOOP
        BEGIN
            EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one);
        EXCEPTION WHEN insufficient_privilege THEN NULL;
        END;
    END LOOP;
END $$;
-- A database of PostgreSQL 14 keeps this right when its server becomes newer.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
-- Random bits are erased only where there is a tombstone, or of what the log says again of pairs.
CREATE OR REPLACE FUNCTION published.guard_log() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE erased published.log_leaf;
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'log_leaf' THEN
        erased := NEW;
        erased.nonce := OLD.nonce;
        IF NEW.nonce IS NULL AND erased *= OLD AND (
            OLD.kind = 'record' AND OLD.project_id ~ '^overlap_(mark|past)/'
            OR EXISTS (SELECT FROM published.purge AS p WHERE p.project_id = OLD.project_id AND p.version = OLD.version)
        ) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The log only grows; nothing of a leaf changes but that a purge erases its nonce.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
