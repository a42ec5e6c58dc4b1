-- Note what became of an item.
UPDATE intake.push_item SET state = %(state)s, reasons = %(reasons)s WHERE push_id = %(push)s AND number = %(number)s
