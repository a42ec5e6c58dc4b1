-- Those in which one of these contracts stands.
-- contracts  their ids
NOT withdrawn AND EXISTS (
    SELECT FROM jsonb_array_elements(r.facts -> 'contracts') AS c WHERE c ->> 'id' = ANY (%(contracts)s)
)
