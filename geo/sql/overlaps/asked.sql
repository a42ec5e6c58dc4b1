-- A plan that is asked about, as a site that can be compared. Its placeholders are those of `plan_values` in
-- geo.overlaps.asking: days, what it does to the ground, its distance in metres, the names of its streets; and a footprint
-- (EPSG:4326).
-- ground axis  their braces take footprints/ground and overlaps/axis
(
    SELECT 'plan'::text COLLATE "C" AS project_id, {title}::text AS title, {start}::date AS start_on, {end}::date AS end_on,
        {soonest}::date AS soonest, {latest}::date AS latest, {cuts}::boolean AS cuts, {paves}::boolean AS paves,
        {distance}::float8 AS distance, s.dimension, {streets}::text[] AS streets, s.shape, x.axis, x.half_width,
        CASE s.dimension WHEN 1 THEN ST_Length(s.shape::geography) ELSE 0 END AS length,
        CASE s.dimension WHEN 2 THEN ST_Area(s.shape::geography) ELSE 0 END AS area
    FROM (SELECT ST_GeomFromWKB({footprint}::bytea, 4326) AS footprint OFFSET 0) AS v
    {ground}{axis}    OFFSET 0
) AS a
