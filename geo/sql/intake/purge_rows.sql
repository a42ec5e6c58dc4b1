-- Blank the rows of files that were loaded.
-- before  loads received earlier
UPDATE intake.submission AS s SET payload = '{}', geometry = NULL FROM intake.load AS l
WHERE l.id = s.load_id AND l.received_at < %(before)s AND (s.payload <> '{}' OR s.geometry IS NOT NULL)
