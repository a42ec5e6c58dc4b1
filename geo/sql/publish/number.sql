-- Take the next publication number and its instant; only under the publication lock.
-- versions  how many versions it writes
-- returns   number, published_at
INSERT INTO published.publication (number, published_at, versions)
SELECT coalesce(max(number), 0) + 1,
    greatest(clock_timestamp(), max(published_at) + interval '1 microsecond'), %(versions)s
FROM published.publication
RETURNING number, published_at
