-- Let what older pushes are held with become stale, of the projects of which a push has said something that was applied: that
-- was mended. What says that it is newer, by its source's order, stays.
-- push agency  the push, and whose it is
-- kind whole   its kind; whether it says all of a project: else only what is held of the same kind is meant
-- returns      push_id of each item
-- IS TRUE keeps what the push says a set that is looked up by its hash, however few items the planner believes it to have.
UPDATE intake.push_item AS i SET state = 'stale'
FROM intake.push AS p, intake.record AS r
WHERE i.state = 'held' AND i.push_id < %(push)s AND i.reasons IS NOT NULL
    AND (i.project_id IN (
        SELECT n.project_id FROM intake.push_item AS n WHERE n.push_id = %(push)s AND n.state IN ('published', 'unchanged')
    )) IS TRUE
    AND p.id = i.push_id AND p.agency = %(agency)s AND (%(whole)s OR p.kind = %(kind)s)
    AND r.project_id = i.project_id
    AND coalesce((i.payload ->> 'sequence')::bigint <= r.sequence, true)
    AND coalesce((i.payload ->> 'source_time')::timestamptz <= r.source_time, true)
RETURNING i.push_id
