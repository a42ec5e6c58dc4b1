-- Open the marked pairs again of which a work has changed so that the agreement may not hold: days moved by more than
-- two weeks, the shared ground by more than a tenth, or nothing is shared any more. Works that are to be joined move to do
-- it: as long as they have days in common, their days may change. Once both are done there is nothing left to agree on.
-- What other rules, other words for the same or newly loaded streets find otherwise of works that are as they were opens nothing.
-- number, published_at  of the publication
-- touched  its braces take the condition that a pair o was looked at
-- basis    its braces take marks/basis
WITH newest AS (
    SELECT DISTINCT ON (o.one_id, o.other_id) o.* FROM published.overlap_mark AS o
    WHERE {touched} ORDER BY o.one_id, o.other_id, o.publication DESC
), seen AS (
    SELECT m.*, now.basis AS found, now.days_shared, works.*
    FROM newest AS m
    LEFT JOIN LATERAL (
        SELECT o.days_shared, {basis} AS basis FROM published.overlap AS o
        JOIN published.overlap_site AS one ON one.project_id = o.one_id
        JOIN published.overlap_site AS other ON other.project_id = o.other_id
        WHERE o.one_id = m.one_id AND o.other_id = m.other_id
    ) AS now ON true
    CROSS JOIN LATERAL (
        -- Both as they are, beside what they were when they were marked.
        SELECT count(*) FILTER (WHERE v.actual_end IS NOT NULL OR v.status IN ('completion', 'completed')) AS done,
            count(*) < 2 OR bool_or(v.publication > m.publication) AS changed,
            bool_or(v.footprint IS DISTINCT FROM w.footprint) AS moved,
            bool_or(ROW (v.planned_start, v.planned_end, v.actual_start, v.actual_end, v.progress_as_of, v.status)
                IS DISTINCT FROM ROW (w.planned_start, w.planned_end, w.actual_start, w.actual_end, w.progress_as_of, w.status)
            ) AS redated
        FROM published.project_now AS v
        LEFT JOIN LATERAL (
            SELECT b.* FROM published.project_version AS b
            WHERE b.project_id = v.project_id AND b.publication <= m.publication ORDER BY b.publication DESC LIMIT 1
        ) AS w ON true
        WHERE v.project_id IN (m.one_id, m.other_id)
    ) AS works
    WHERE m.state <> 'open'
)
INSERT INTO published.overlap_mark (one_id, other_id, publication, marked_at, state, reason, basis)
SELECT s.one_id, s.other_id, %(number)s, %(published_at)s, 'open', CASE WHEN s.found IS NULL THEN 'apart' ELSE 'changed' END,
    coalesce(s.found, '{{}}')
FROM seen AS s
WHERE s.done < 2 AND (
    s.found IS NULL AND s.changed
    OR s.moved AND s.found ->> 'relation' <> s.basis ->> 'relation'
    OR s.redated AND NOT (s.state = 'joined' AND s.days_shared > 0) AND EXISTS (
        SELECT FROM unnest('{{one_start,one_end,other_start,other_end}}'::text[]) AS side
        WHERE (s.found ->> side)::date IS DISTINCT FROM (s.basis ->> side)::date
            AND coalesce(abs((s.found ->> side)::date - (s.basis ->> side)::date) > 14, true)
    )
    OR s.moved AND EXISTS (
        SELECT FROM unnest('{{shared_length,shared_area}}'::text[]) AS size
        WHERE abs((s.found ->> size)::float8 - (s.basis ->> size)::float8) > 0.1 * (s.basis ->> size)::float8
    )
)
ON CONFLICT DO NOTHING
