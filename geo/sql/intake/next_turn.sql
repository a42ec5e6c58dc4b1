-- When a name has a turn again.
-- name      of a key or an address
-- a_minute  how many turns it has in a minute
-- returns   seconds; 0 where it has one now, no row where it has not asked of late
SELECT greatest((1 - remaining) / %(a_minute)s::float8 * 60 - extract(epoch FROM clock_timestamp() - at), 0)::float8
FROM intake.rate WHERE name = %(name)s
