-- Temporary table of what shall be purged: fields of versions.
CREATE TEMPORARY TABLE purging (
    project_id text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    fields text[] NOT NULL,
    PRIMARY KEY (project_id, version)
) ON COMMIT DROP
