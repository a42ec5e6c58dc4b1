-- Move the items of a push that are in one of the states.
UPDATE intake.push_item SET state = %(state)s WHERE push_id = %(push)s AND state = ANY (%(states)s)
