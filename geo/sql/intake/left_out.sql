-- How many projects of an agency a push says nothing of.
-- agency  whose
-- chosen  its braces take records_beside
SELECT count(*) FROM intake.record AS r WHERE agency = %(agency)s AND {chosen}
