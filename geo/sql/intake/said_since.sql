-- Projects of an agency of which later pushes than one said something that was applied, or that a later full set left out.
-- push agency  the push, and whose it is
-- kinds        of the later pushes
-- ids          of projects
SELECT DISTINCT i.project_id FROM intake.push_item AS i
JOIN intake.push AS p ON p.id = i.push_id
WHERE i.push_id > %(push)s AND p.agency = %(agency)s AND p.kind = ANY (%(kinds)s) AND i.project_id = ANY (%(ids)s)
    AND i.state IN ('published', 'unchanged')
UNION
SELECT r.project_id FROM intake.record AS r
WHERE r.agency = %(agency)s AND r.project_id = ANY (%(ids)s) AND r.withdrawn AND r.push_id > %(push)s
