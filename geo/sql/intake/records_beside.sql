-- Those that a push says nothing of, without those that are withdrawn, or of which something was said later.
-- push  its number
NOT withdrawn AND r.push_id <= %(push)s AND NOT EXISTS (
    SELECT FROM intake.push_item AS i WHERE i.push_id = %(push)s AND i.project_id = r.project_id
)
