-- The days and measures of works, given as JSON, as the temporary table overlap_days has them.
-- days  a JSON array
json_to_recordset(%(days)s::json) AS d (
    project_id text, start_on date, end_on date, soonest date, latest date, cuts boolean, paves boolean,
    distance double precision, length double precision, area double precision
)
