-- How many items of a push are in which state.
SELECT state, count(*) FROM intake.push_item WHERE push_id = %(push)s GROUP BY state
