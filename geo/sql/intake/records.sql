-- Records of an agency, by code.
-- agency  whose
-- chosen  its braces take which of them
SELECT project_id, agency, code, facts::text AS facts, revision, sequence, source_time, withdrawn, push_id
FROM intake.record AS r
WHERE agency = %(agency)s AND {chosen}
ORDER BY code
