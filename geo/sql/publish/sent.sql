-- Temporary table of the rows as they were sent; reasons are null for a row that passed every check.
CREATE TEMPORARY TABLE sent (
    row_number bigint NOT NULL,
    project_id text,
    payload jsonb NOT NULL,
    geometry bytea,
    reasons jsonb
) ON COMMIT DROP
