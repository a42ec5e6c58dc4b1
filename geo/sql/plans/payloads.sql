-- What was sent of every plan that is kept.
SELECT p.project_id, p.agency, i.payload::text
FROM intake.plan AS p
JOIN intake.push_item AS i ON i.push_id = p.push_id AND i.project_id = p.project_id
