-- The temporary tables of a publication: made once for a connection, emptied by the next one, and known to the planner as
-- small, so that what is prepared over them is planned for few rows.
--   stage        disclosed projects, one row a project
--   sent         rows as they were sent; reasons are null for a row that passed every check
--   change       the staged projects that differ from what is published, with the version each becomes
--   brief_change what leaves the counts of the published projects (sign -1) and what comes to them (+1). districts has the
--                ids of those that a project lies in and '' for the whole city. Of an ongoing project whose original end
--                is known, original_end is that and due the day that it is done, or shall be by what is known; else null
--   drawn        works as the map draws them
--   moved        what leaves the map (sign -1) and what comes to it (+1): progress in millionths, null where it is not
--                entered; anchor_* in metres and the box in EPSG:3857
--   cell_delta   how the cells of each zoom change: exact sums of whole numbers, by status and category
CREATE TEMPORARY TABLE stage (
    row_number bigint NOT NULL,
    project_id text COLLATE "C" NOT NULL,
    title text NOT NULL,
    titles jsonb NOT NULL,
    descriptions jsonb NOT NULL,
    status text,
    category text,
    agency text COLLATE "C" NOT NULL,
    contractor text,
    supervisor text,
    address text,
    original_start date,
    original_end date,
    planned_start date,
    planned_end date,
    actual_start date,
    actual_end date,
    progress_planned numeric,
    progress_actual numeric,
    progress_as_of date,
    original_budget numeric,
    original_budget_currency text,
    budget numeric,
    budget_currency text,
    contract_amount numeric,
    contract_currency text,
    location_source text,
    location_method text,
    location_accuracy text,
    location_verified_by text,
    location_verified_on date,
    declared_districts text[] NOT NULL,
    withheld text[] NOT NULL,
    blocked text[] NOT NULL,
    generalised text[] NOT NULL DEFAULT '{}',
    corrected text[] NOT NULL DEFAULT '{}',
    withdrawn boolean NOT NULL,
    sample boolean NOT NULL,
    reports jsonb NOT NULL,
    footprint geometry(Geometry, 4326),
    details jsonb NOT NULL DEFAULT '{}',
    ground text,
    delayed text[] NOT NULL DEFAULT '{}'
);
CREATE TEMPORARY TABLE sent (
    row_number bigint NOT NULL,
    project_id text,
    payload jsonb NOT NULL,
    geometry bytea,
    reasons jsonb
);
CREATE TEMPORARY TABLE change (
    LIKE stage INCLUDING DEFAULTS,
    facts_hash bytea NOT NULL,
    version bigint NOT NULL
);
CREATE TEMPORARY TABLE brief_change (
    sign integer NOT NULL,
    geometry_class text NOT NULL,
    status text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    districts text[] COLLATE "C" NOT NULL,
    ended boolean NOT NULL,
    original_end date,
    due date
);
CREATE TEMPORARY TABLE drawn (LIKE published.map_shape);
CREATE TEMPORARY TABLE moved (
    sign integer NOT NULL,
    cell bigint NOT NULL,
    status text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    progress bigint,
    anchor_x integer NOT NULL,
    anchor_y integer NOT NULL,
    west float8 NOT NULL,
    south float8 NOT NULL,
    east float8 NOT NULL,
    north float8 NOT NULL
);
CREATE TEMPORARY TABLE cell_delta (
    zoom integer NOT NULL,
    cell bigint NOT NULL,
    status text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    works bigint NOT NULL,
    progress_sum numeric NOT NULL,
    progress_count bigint NOT NULL,
    sum_x numeric NOT NULL,
    sum_y numeric NOT NULL
);
ANALYZE stage, sent, change, brief_change, drawn, moved, cell_delta;
CREATE TEMPORARY TABLE overlap_looked (project_id text COLLATE "C" NOT NULL);
CREATE TEMPORARY TABLE overlap_place (shape geometry NOT NULL);
CREATE TEMPORARY TABLE overlap_found (
    one_id text COLLATE "C" NOT NULL, other_id text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL,
    also text[] COLLATE "C" NOT NULL, relation text NOT NULL, distance double precision NOT NULL,
    shared_length double precision NOT NULL, shared_area double precision NOT NULL, bearing_gap double precision,
    road_class text, days_shared integer NOT NULL, gap_days integer, joint_start date, joint_end date, period_start date,
    period_end date, lead_id text, lead_reason text, exception text, score numeric NOT NULL, currency text NOT NULL,
    likelihood numeric NOT NULL, terms jsonb NOT NULL, agencies text[] COLLATE "C" NOT NULL,
    categories text[] COLLATE "C" NOT NULL, sample boolean NOT NULL, ground geometry NOT NULL
);
ANALYZE overlap_looked, overlap_place, overlap_found
