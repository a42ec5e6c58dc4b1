-- Take one of the turns of a name: so many in a minute, all at once or spread.
-- name      of a key or an address
-- a_minute  how many
-- returns   what remains; no row where there is none to take
INSERT INTO intake.rate AS r (name, remaining, at) VALUES (%(name)s, %(a_minute)s::float8 - 1, clock_timestamp())
ON CONFLICT (name) DO UPDATE SET at = excluded.at, remaining = least(%(a_minute)s::float8,
    r.remaining + extract(epoch FROM excluded.at - r.at) / 60 * %(a_minute)s::float8) - 1
WHERE least(%(a_minute)s::float8, r.remaining + extract(epoch FROM excluded.at - r.at) / 60 * %(a_minute)s::float8) >= 1
RETURNING remaining
