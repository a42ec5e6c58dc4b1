-- What the log records beside versions and purges: the texts of such leaves, what is recorded of small tables, and how a
-- transaction that publishes appends it at its end.
LOCK TABLE published.publication IN SHARE ROW EXCLUSIVE MODE;  -- nobody publishes meanwhile
CREATE TABLE IF NOT EXISTS published.log_text (
    position bigint NOT NULL, text text NOT NULL, CONSTRAINT log_text_pkey PRIMARY KEY (position)
);
-- Some may have been there before this was taken back, of a log that may be another one.
DELETE FROM published.log_text AS x WHERE NOT EXISTS (
    SELECT FROM published.log_leaf AS l
    WHERE l.position = x.position AND l.nonce IS NOT NULL AND l.kind NOT IN ('version', 'purge')
);
CREATE TABLE published.log_due (
    place bigint GENERATED ALWAYS AS IDENTITY, id text COLLATE "C" NOT NULL, CONSTRAINT log_due_pkey PRIMARY KEY (place)
);

CREATE VIEW published.record AS
SELECT 'agency/' || g.code COLLATE "C" AS id, jsonb_build_object('code', g.code, 'names', g.names) AS told
FROM published.agency AS g
UNION ALL
SELECT 'agency_past/' || jsonb_build_array(g.code, g.until)::text,
    jsonb_build_object('code', g.code, 'until', g.until, 'names', g.names)
FROM published.agency_past AS g
UNION ALL
SELECT 'boundary_set/' || s.code, jsonb_build_object('code', s.code, 'names', s.names, 'valid_from', s.valid_from,
    'valid_to', s.valid_to, 'source', s.source, 'licence', s.licence, 'sketch', s.sketch, 'sample', s.sample)
FROM published.boundary_set AS s
UNION ALL
SELECT 'boundary_set_past/' || jsonb_build_array(s.code, s.until)::text, jsonb_build_object('code', s.code,
    'until', s.until, 'names', s.names, 'valid_from', s.valid_from, 'valid_to', s.valid_to, 'source', s.source,
    'licence', s.licence, 'sketch', s.sketch, 'sample', s.sample)
FROM published.boundary_set_past AS s
UNION ALL
SELECT 'district/' || d.id, jsonb_build_object('id', d.id, 'set_code', d.set_code, 'code', d.code, 'parent', d.parent,
    'level', d.level, 'names', d.names, 'valid_from', d.valid_from, 'valid_to', d.valid_to,
    'boundary', encode(ST_AsBinary(d.boundary, 'NDR'), 'hex'),
    'label_point', encode(ST_AsBinary(d.label_point, 'NDR'), 'hex'), 'area_m2', d.area_m2)
FROM published.district AS d
UNION ALL
SELECT 'district_past/' || jsonb_build_array(d.id, d.until)::text, jsonb_build_object('id', d.id, 'until', d.until,
    'set_code', d.set_code, 'code', d.code, 'parent', d.parent, 'level', d.level, 'names', d.names,
    'valid_from', d.valid_from, 'valid_to', d.valid_to, 'boundary', encode(ST_AsBinary(d.boundary, 'NDR'), 'hex'),
    'label_point', encode(ST_AsBinary(d.label_point, 'NDR'), 'hex'), 'area_m2', d.area_m2)
FROM published.district_past AS d
UNION ALL
SELECT 'overlap_mark/' || jsonb_build_array(m.one_id, m.other_id, m.publication)::text, jsonb_build_object(
    'one_id', m.one_id, 'other_id', m.other_id, 'publication', m.publication,
    'marked_at', to_char(m.marked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'state', m.state,
    'reason', m.reason, 'agency', m.agency, 'saving', m.saving, 'currency', m.currency, 'basis', m.basis)
FROM published.overlap_mark AS m
UNION ALL
SELECT 'overlap_rules/' || r.publication, jsonb_build_object('publication', r.publication, 'rules', r.rules,
    'fingerprint', r.fingerprint, 'shipped', r.shipped)
FROM published.overlap_rules AS r
UNION ALL
SELECT 'road/' || p.source, jsonb_build_object('source', p.source, 'pieces', count(*),
    'sha256', encode(sha256(string_agg(p.hash, ''::bytea ORDER BY p.hash)), 'hex'))
FROM (
    SELECT r.source, sha256(convert_to(jsonb_build_array(r.name, r.class, encode(ST_AsBinary(r.shape, 'NDR'), 'hex'))::text,
        'UTF8')) AS hash
    FROM published.road AS r
) AS p
GROUP BY p.source
UNION ALL
SELECT 'background_line/' || p.source, jsonb_build_object('source', p.source, 'pieces', count(*),
    'sha256', encode(sha256(string_agg(p.hash, ''::bytea ORDER BY p.hash)), 'hex'))
FROM (
    SELECT b.source, sha256(convert_to(jsonb_build_array(b.kind, b.names, b.sample,
        encode(ST_AsBinary(b.line, 'NDR'), 'hex'))::text, 'UTF8')) AS hash
    FROM published.background_line AS b
) AS p
GROUP BY p.source;
COMMENT ON VIEW published.record IS
    'What the log records of small tables, as JSON: whole rows, and of roads and lines under the map a digest for each source';

CREATE FUNCTION published.closed_pairs(number bigint) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT jsonb_build_object('until', number, 'pairs', count(*),
        'sha256', encode(sha256(string_agg(p.hash, ''::bytea ORDER BY p.hash)), 'hex'))
    FROM (
        SELECT sha256(convert_to((to_jsonb(o) || jsonb_build_object('ground',
            encode(ST_AsBinary(o.ground, 'NDR'), 'hex')))::text, 'UTF8')) AS hash
        FROM published.overlap_past AS o WHERE o.until = number
    ) AS p
    HAVING count(*) > 0
$$;
COMMENT ON FUNCTION published.closed_pairs(bigint) IS
    'What the log records of the pairs that a publication found no more, or otherwise: how many, and a digest';

CREATE FUNCTION published.note_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The arguments name the columns of the key.
    INSERT INTO published.log_due (id)
    SELECT DISTINCT TG_TABLE_NAME || '/' || CASE WHEN TG_NARGS = 1 THEN r.told ->> TG_ARGV[0] ELSE (
        SELECT jsonb_agg(r.told -> k.name ORDER BY k.place)::text FROM unnest(TG_ARGV) WITH ORDINALITY AS k (name, place)
    ) END
    FROM (VALUES (to_jsonb(OLD)), (to_jsonb(NEW))) AS r (told) WHERE r.told IS NOT NULL;
    RETURN NULL;
END $$;
CREATE FUNCTION published.note_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO published.log_due (id) SELECT DISTINCT TG_TABLE_NAME || '/' || c.source FROM changed AS c;
    RETURN NULL;
END $$;

CREATE FUNCTION published.note_pairs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO published.log_due (id) SELECT DISTINCT 'overlap_past/' || c.until FROM changed AS c;
    RETURN NULL;
END $$;

CREATE FUNCTION published.append_records(since bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    due CONSTANT text[] := ARRAY(SELECT d.id FROM published.log_due AS d);
    -- Those of the view; without any it is not looked at, since it reads every road.
    rows CONSTANT text[] := ARRAY(SELECT u.id FROM unnest(due) AS u (id) WHERE u.id NOT LIKE 'overlap\_past/%');
    before CONSTANT bigint := (SELECT coalesce(max(l.position) + 1, 0) FROM published.log_leaf AS l);
    own published.publication;
BEGIN
    SELECT p.* INTO own FROM published.publication AS p ORDER BY p.number DESC LIMIT 1;
    IF due <> '{}' THEN
        -- A mark and the pairs of earlier change only where something that they say again is purged.
        UPDATE published.log_leaf AS l SET nonce = NULL
        WHERE l.kind = 'record' AND l.project_id = ANY (due) AND l.project_id ~ '^overlap_(mark|past)/' AND l.nonce IS NOT NULL;
        DELETE FROM published.log_text AS x USING published.log_leaf AS l
        WHERE l.kind = 'record' AND l.project_id = ANY (due) AND l.project_id ~ '^overlap_(mark|past)/' AND x.position = l.position;
    END IF;
    WITH named AS (
        SELECT DISTINCT u.id COLLATE "C" AS id FROM unnest(due) AS u (id)
    ), now AS MATERIALIZED (
        SELECT r.id, r.told FROM published.record AS r WHERE rows <> '{}' AND r.id = ANY (rows)
        UNION ALL
        SELECT n.id, published.closed_pairs(split_part(n.id, '/', 2)::bigint) FROM named AS n WHERE n.id LIKE 'overlap\_past/%'
    ), told AS (
        SELECT n.id, coalesce(w.told, 'null') AS told, k.version, k.text
        FROM named AS n
        LEFT JOIN now AS w ON w.id = n.id
        LEFT JOIN LATERAL (
            SELECT l.version, x.text FROM published.log_leaf AS l LEFT JOIN published.log_text AS x ON x.position = l.position
            WHERE l.project_id = n.id AND l.kind = 'record' ORDER BY l.version DESC LIMIT 1
        ) AS k ON true
        WHERE w.told IS NOT NULL OR k.version IS NOT NULL
    ), silent AS (
        -- The publications of this transaction that have no leaf otherwise.
        SELECT 'publication/' || p.number AS id, jsonb_build_object('number', p.number,
            'published_at', to_char(p.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'versions', p.versions) AS told
        FROM published.publication AS p
        WHERE p.number >= since AND NOT (p.number = own.number AND EXISTS (SELECT FROM told WHERE told.told::text IS DISTINCT FROM told.text))
            AND NOT coalesce((
                SELECT l.publication = p.number FROM published.log_leaf AS l
                WHERE l.publication <= p.number ORDER BY l.position DESC LIMIT 1
            ), false)
            AND NOT EXISTS (
                SELECT FROM published.log_leaf AS l WHERE l.project_id = 'publication/' || p.number AND l.kind = 'record'
            )
    ), drawn AS MATERIALIZED (
        SELECT b.id, b.version, b.text, published.log_nonce() AS nonce
        FROM (
            SELECT t.id, coalesce(t.version, 0) + 1 AS version, t.told::text AS text FROM told AS t
            WHERE t.told::text IS DISTINCT FROM t.text
            UNION ALL
            SELECT s.id, 1, s.told::text FROM silent AS s
        ) AS b
    ), made AS MATERIALIZED (
        SELECT before + row_number() OVER (ORDER BY d.id) - 1 AS position, d.* FROM drawn AS d
    ), leaf AS (
        INSERT INTO published.log_leaf (position, publication, project_id, version, kind, hash, nonce)
        SELECT m.position, own.number, m.id, m.version, 'record', published.leaf_hash('record', own.number,
            own.published_at, m.version, m.nonce, m.id, m.text), m.nonce
        FROM made AS m
    )
    INSERT INTO published.log_text (position, text) SELECT m.position, m.text FROM made AS m;
    DELETE FROM published.log_due;
    PERFORM published.complete_nodes();
END $$;
COMMENT ON FUNCTION published.append_records(bigint) IS
    'Append a leaf for each record that is due, and for each publication from a number on that has none; under the lock';

CREATE FUNCTION published.complete_nodes() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    size CONSTANT bigint := (SELECT coalesce(max(l.position) + 1, 0) FROM published.log_leaf AS l);
    step integer := 1;
    known bigint;
BEGIN
    WHILE size >> step > 0 LOOP
        known := (SELECT coalesce(max(n.position) + 1, 0) FROM published.log_node AS n WHERE n.level = step);
        IF known < size >> step THEN
            INSERT INTO published.log_node (level, position, hash)
            SELECT step, pair.position >> 1, sha256('\x01'::bytea || pair.hash || pair.beside)
            FROM (
                SELECT below.position, below.hash, lead(below.hash) OVER (ORDER BY below.position) AS beside
                FROM (
                    SELECT l.position, l.hash FROM published.log_leaf AS l
                    WHERE step = 1 AND l.position >= known << 1 AND l.position < size >> step << 1
                    UNION ALL
                    SELECT n.position, n.hash FROM published.log_node AS n
                    WHERE step > 1 AND n.level = step - 1 AND n.position >= known << 1 AND n.position < size >> step << 1
                ) AS below
            ) AS pair
            WHERE pair.position & 1 = 0;
        END IF;
        step := step + 1;
    END LOOP;
END $$;
COMMENT ON FUNCTION published.complete_nodes() IS 'Write the nodes of the tree that have become complete, from the leaves up';

CREATE FUNCTION published.publish_records() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM published.append_records(NEW.number);
    RETURN NULL;
END $$;
CREATE FUNCTION published.guard_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM published.log_leaf AS l WHERE l.position = OLD.position AND l.nonce IS NULL
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The log only grows; a text goes where a purge has erased the nonce of its leaf.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON published.log_text
    FOR EACH ROW EXECUTE FUNCTION published.guard_text();
CREATE TRIGGER guard_all BEFORE TRUNCATE ON published.log_text
    FOR EACH STATEMENT EXECUTE FUNCTION published.guard_text();

CREATE TRIGGER note_record AFTER INSERT OR UPDATE OR DELETE ON published.agency
    FOR EACH ROW EXECUTE FUNCTION published.note_record('code');
CREATE TRIGGER note_record AFTER INSERT OR UPDATE OR DELETE ON published.agency_past
    FOR EACH ROW EXECUTE FUNCTION published.note_record('code', 'until');
CREATE TRIGGER note_record AFTER INSERT OR UPDATE OR DELETE ON published.boundary_set
    FOR EACH ROW EXECUTE FUNCTION published.note_record('code');
CREATE TRIGGER note_record AFTER INSERT OR UPDATE OR DELETE ON published.boundary_set_past
    FOR EACH ROW EXECUTE FUNCTION published.note_record('code', 'until');
CREATE TRIGGER note_record AFTER INSERT OR UPDATE OR DELETE ON published.district
    FOR EACH ROW EXECUTE FUNCTION published.note_record('id');
CREATE TRIGGER note_record AFTER INSERT OR UPDATE OR DELETE ON published.district_past
    FOR EACH ROW EXECUTE FUNCTION published.note_record('id', 'until');
CREATE TRIGGER note_record AFTER INSERT OR UPDATE OR DELETE ON published.overlap_mark
    FOR EACH ROW EXECUTE FUNCTION published.note_record('one_id', 'other_id', 'publication');
CREATE TRIGGER note_record AFTER INSERT OR UPDATE OR DELETE ON published.overlap_rules
    FOR EACH ROW EXECUTE FUNCTION published.note_record('publication');
CREATE TRIGGER note_come AFTER INSERT ON published.overlap_past
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION published.note_pairs();
CREATE TRIGGER note_gone AFTER DELETE ON published.overlap_past
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION published.note_pairs();
CREATE TRIGGER note_come AFTER INSERT ON published.road
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION published.note_source();
CREATE TRIGGER note_gone AFTER DELETE ON published.road
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION published.note_source();
CREATE TRIGGER note_come AFTER INSERT ON published.background_line
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION published.note_source();
CREATE TRIGGER note_gone AFTER DELETE ON published.background_line
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION published.note_source();

GRANT SELECT ON published.log_text, published.log_due, published.record TO allimi_reader;
GRANT SELECT, INSERT, DELETE ON published.log_text, published.log_due TO allimi_writer;
GRANT SELECT ON published.record TO allimi_writer;

-- What was published before, under a publication of its own, where there is anything.
INSERT INTO published.log_due (id)
SELECT r.id FROM published.record AS r
UNION ALL
SELECT DISTINCT 'overlap_past/' || o.until FROM published.overlap_past AS o;
INSERT INTO published.publication (number, published_at, versions)
SELECT max(p.number) + 1, greatest(clock_timestamp(), max(p.published_at) + interval '1 microsecond'), 0
FROM published.publication AS p HAVING max(p.number) IS NOT NULL;
WITH blanked AS MATERIALIZED (
    SELECT DISTINCT g.project_id FROM published.purge AS g
    WHERE g.fields && '{progress_planned,progress_actual,progress_as_of}'
), own AS MATERIALIZED (
    SELECT n.number, n.published_at FROM published.publication AS n ORDER BY n.number DESC LIMIT 1
), told AS (
    SELECT 'reports' AS kind, v.project_id, v.version, coalesce(jsonb_agg(jsonb_build_object('as_of', r.as_of,
        'planned', r.planned, 'actual', r.actual) ORDER BY r.as_of) FILTER (WHERE r.as_of IS NOT NULL), '[]') AS told
    FROM published.project_version AS v
    LEFT JOIN published.progress_report AS r ON r.project_id = v.project_id AND r.publication = v.publication
    LEFT JOIN blanked AS g ON g.project_id = v.project_id
    GROUP BY v.project_id, v.version, v.progress_as_of, g.project_id
    HAVING bool_or(r.as_of <> coalesce(v.progress_as_of, 'infinity'))
        OR g.project_id IS NOT NULL AND (count(r.as_of) > 0 OR v.progress_as_of IS NOT NULL)
    UNION ALL
    SELECT 'tombstone', p.project_id, p.version, jsonb_build_object('publication', p.publication, 'fields', p.fields,
        'ground', p.ground, 'decided_by', p.decided_by)
    FROM published.purge AS p
    UNION ALL
    SELECT 'record', 'publication/' || p.number, 1, jsonb_build_object('number', p.number,
        'published_at', to_char(p.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'versions', p.versions)
    FROM published.publication AS p
    WHERE p.number NOT IN (SELECT l.publication FROM published.log_leaf AS l UNION ALL SELECT o.number FROM own AS o)
        AND 'publication/' || p.number NOT IN (SELECT l.project_id FROM published.log_leaf AS l WHERE l.kind = 'record')
), drawn AS MATERIALIZED (
    SELECT t.kind, t.project_id, t.version, t.told::text AS text, published.log_nonce() AS nonce FROM told AS t
), made AS MATERIALIZED (
    SELECT (SELECT coalesce(max(l.position) + 1, 0) FROM published.log_leaf AS l)
        + row_number() OVER (ORDER BY d.kind, d.project_id, d.version, d.text) - 1 AS position, d.* FROM drawn AS d
), leaf AS (
    INSERT INTO published.log_leaf (position, publication, project_id, version, kind, hash, nonce)
    SELECT m.position, o.number, m.project_id, m.version, m.kind, published.leaf_hash(m.kind, o.number, o.published_at,
        m.version, m.nonce, m.project_id, m.text), m.nonce
    FROM made AS m CROSS JOIN own AS o
)
INSERT INTO published.log_text (position, text) SELECT m.position, m.text FROM made AS m;
SELECT published.append_records(p.number) FROM published.publication AS p ORDER BY p.number DESC LIMIT 1;
DELETE FROM published.log_due;
CREATE CONSTRAINT TRIGGER publish_records AFTER INSERT ON published.publication DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION published.publish_records();
