-- The footprint of a version. A subquery in its place would keep a count of all works on one processor; a function in
-- PL/pgSQL would be planned anew for each.
CREATE FUNCTION published.footprint_of(project text, number integer) RETURNS geometry
LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000 AS $$
    SELECT v.footprint FROM published.project_version AS v WHERE v.project_id = project AND v.version = number LIMIT 1
$$;
-- The briefs with every fact that filters ask for, in a table of its own until it takes the place of the one before, so
-- that readers go on meanwhile.
LOCK TABLE published.project_brief IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE published.wider_brief (LIKE published.project_brief);
ALTER TABLE published.wider_brief
    ADD COLUMN contractor text,
    ADD COLUMN supervisor text,
    ADD COLUMN address text,
    ADD COLUMN original_budget_currency text,
    ADD COLUMN budget_currency text,
    ADD COLUMN contract_currency text,
    ADD COLUMN location_source text,
    ADD COLUMN location_method text,
    ADD COLUMN location_verified_by text,
    ADD COLUMN location_verified_on date,
    ADD COLUMN declared_districts text[] NOT NULL,
    ADD COLUMN withheld text[] NOT NULL,
    ADD COLUMN published tstzrange NOT NULL;
INSERT INTO published.wider_brief
SELECT b.*, v.contractor, v.supervisor, v.address, v.original_budget_currency, v.budget_currency, v.contract_currency,
    v.location_source, v.location_method, v.location_verified_by, v.location_verified_on, v.declared_districts, v.withheld, v.published
FROM published.project_brief AS b
JOIN published.project_version AS v ON v.project_id = b.project_id AND v.version = b.version
ORDER BY b.project_id;
DO $$
DECLARE kept record;
BEGIN
    FOR kept IN
        SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'published' AND tablename = 'project_brief'
    LOOP
        EXECUTE replace(replace(kept.indexdef, 'INDEX project_brief_', 'INDEX wider_brief_'), 'published.project_brief ',
            'published.wider_brief ');
    END LOOP;
END $$;
ALTER TABLE published.wider_brief ADD CONSTRAINT wider_brief_pkey PRIMARY KEY USING INDEX wider_brief_pkey;
GRANT SELECT ON published.wider_brief TO allimi_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON published.wider_brief TO allimi_writer;
ANALYZE published.wider_brief;
DROP TABLE published.project_brief;
ALTER TABLE published.wider_brief RENAME TO project_brief;
DO $$
DECLARE made text;
BEGIN
    FOR made IN
        SELECT indexname FROM pg_indexes WHERE schemaname = 'published' AND tablename = 'project_brief'
    LOOP
        EXECUTE format('ALTER INDEX published.%I RENAME TO %I', made, replace(made, 'wider_brief_', 'project_brief_'));
    END LOOP;
END $$;
