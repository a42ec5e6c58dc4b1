-- Temporary table of the days of works that are to be compared; gone at the end of the transaction.
CREATE TEMPORARY TABLE overlap_days (
    project_id text COLLATE "C" NOT NULL, start_on date, end_on date, soonest date, latest date, cuts boolean NOT NULL,
    paves boolean NOT NULL, distance double precision NOT NULL
) ON COMMIT DROP
