-- Those that a push says nothing of, without those that are withdrawn, or of which something was said later. What the push says is
-- looked up by its hash, however few items the planner believes it to have.
-- push  its number
NOT withdrawn AND r.push_id <= %(push)s AND r.project_id NOT IN (
    SELECT i.project_id FROM intake.push_item AS i WHERE i.push_id = %(push)s
)
