-- Note that nothing is left of what pushes said.
-- before  pushes received earlier
UPDATE intake.push AS p SET purged_at = clock_timestamp()
WHERE p.received_at < %(before)s AND p.purged_at IS NULL
    AND NOT EXISTS (SELECT FROM intake.push_item AS i WHERE i.push_id = p.id AND i.payload IS NOT NULL)
