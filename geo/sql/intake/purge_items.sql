-- Blank what pushes said, unless somebody has yet to decide on it.
-- before  pushes received earlier
UPDATE intake.push_item AS i SET payload = NULL FROM intake.push AS p
WHERE p.id = i.push_id AND p.received_at < %(before)s AND i.payload IS NOT NULL AND i.state NOT IN ('held', 'waiting')
