-- Records of an agency, by code.
-- agency     whose
-- codes      of these codes, or null
-- contracts  in which a contract of one of these ids stands, or null
-- beside     which the push of this number says nothing of, without those withdrawn; or null
SELECT project_id, agency, code, facts::text AS facts, revision, sequence, source_time, withdrawn, push_id
FROM intake.record AS r
WHERE agency = %(agency)s AND (%(codes)s::text[] IS NULL OR code = ANY (%(codes)s))
    AND (%(contracts)s::text[] IS NULL OR NOT withdrawn AND EXISTS (
        SELECT FROM jsonb_array_elements(r.facts -> 'contracts') AS c WHERE c ->> 'id' = ANY (%(contracts)s)))
    AND (%(beside)s::bigint IS NULL OR NOT withdrawn AND NOT EXISTS (
        SELECT FROM intake.push_item AS i WHERE i.push_id = %(beside)s AND i.project_id = r.project_id))
ORDER BY code
