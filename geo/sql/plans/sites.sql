-- Plans as sites that can be compared.
-- days  its braces take the placeholder of a JSON array: number, start_on, end_on, soonest, latest, cuts, paves, distance, streets
-- axis  its braces take overlaps/axis of p.shape
(
    SELECT ('plan-' || p.number) COLLATE "C" AS project_id, ''::text AS title, d.start_on, d.end_on, d.soonest, d.latest, d.cuts, d.paves,
        d.distance, ST_Dimension(p.shape) AS dimension, d.streets, p.shape, x.axis, x.half_width,
        CASE ST_Dimension(p.shape) WHEN 1 THEN ST_Length(p.shape::geography) ELSE 0 END AS length,
        CASE ST_Dimension(p.shape) WHEN 2 THEN ST_Area(p.shape::geography) ELSE 0 END AS area
    FROM jsonb_to_recordset({days}::jsonb) AS d (
        number bigint, start_on date, end_on date, soonest date, latest date, cuts boolean, paves boolean, distance float8,
        streets text[]
    )
    JOIN intake.plan AS p ON p.number = d.number
    {axis}
)
