-- The table that the peers serve: what is published now, an id, a footprint and 21 attributes.
CREATE SCHEMA IF NOT EXISTS bench;
DROP TABLE IF EXISTS bench.work;
CREATE TABLE bench.work AS
SELECT v.project_id AS id, v.title, v.titles ->> 'en' AS title_en, v.descriptions ->> 'vi' AS description, v.status,
    v.category, v.agency, a.names ->> 'vi' AS agency_name, v.contractor, v.supervisor, v.address, v.planned_start,
    v.planned_end, v.actual_start, v.actual_end, v.progress_planned::float8 AS progress_planned,
    v.progress_actual::float8 AS progress_actual, v.progress_as_of, v.budget::float8 AS budget, v.budget_currency,
    v.contract_amount::float8 AS contract_amount,
    (SELECT d.code FROM published.district_share AS s JOIN published.district AS d ON d.id = s.district_id
        WHERE s.project_id = v.project_id AND s.version = v.version AND d.set_code = 'districts'
        ORDER BY s.share DESC NULLS LAST, d.id LIMIT 1) AS district,
    v.footprint::geometry(Geometry, 4326) AS geom
FROM published.project_now AS v JOIN published.agency AS a ON a.code = v.agency
ORDER BY v.project_id;
ALTER TABLE bench.work ADD PRIMARY KEY (id);
CREATE INDEX ON bench.work USING gist (geom);
CREATE INDEX ON bench.work (status, category, id);
CREATE INDEX ON bench.work (district, category, id);
GRANT USAGE ON SCHEMA bench TO allimi_reader;
GRANT SELECT ON bench.work TO allimi_reader;
