-- What is published now, for those who watch over the service.
-- returns  publication, published_at: the newest one (0 and NULL before the first); projects; agencies and updated: codes,
--          and when something of each was published last
SELECT coalesce(max(number), 0) AS publication, max(published_at) AS published_at,
    (SELECT count(*) FROM published.project_now) AS projects,
    ARRAY(SELECT agency FROM published.disclosure_update ORDER BY agency) AS agencies,
    ARRAY(SELECT updated_at FROM published.disclosure_update ORDER BY agency) AS updated
FROM published.publication
