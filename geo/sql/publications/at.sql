-- The publication whose state was shown at an instant.
-- $1       the instant
-- returns  number, published_at; no row before the first
SELECT number, published_at FROM published.publication WHERE published_at <= $1 ORDER BY published_at DESC LIMIT 1
