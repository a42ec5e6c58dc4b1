-- Those that a push says nothing of, without those that are withdrawn.
-- push  its number
NOT withdrawn AND NOT EXISTS (
    SELECT FROM intake.push_item AS i WHERE i.push_id = %(push)s AND i.project_id = r.project_id
)
