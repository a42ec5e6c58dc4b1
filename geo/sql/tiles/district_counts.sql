-- How many works of a selection with a footprint lie in each district of a boundary set, by status; one that lies in
-- several counts in each. The number of the newest publication stands in every row.
-- works    its braces take the works of a district and a status: district_id, status, works
-- set      and the placeholder of the set's code
-- returns  number, district_id, works, then one count a status, null for none
SELECT (SELECT coalesce(max(number), 0) FROM published.publication) AS number, d.district_id, n.works,
    n.identification, n.preparation, n.implementation, n.completion, n.completed, n.cancelled, n.suspended,
    n.not_entered
FROM published.map_district AS d
LEFT JOIN (
    SELECT w.district_id, sum(w.works)::bigint AS works,
        sum(w.works) FILTER (WHERE w.status = 'identification')::bigint AS identification,
        sum(w.works) FILTER (WHERE w.status = 'preparation')::bigint AS preparation,
        sum(w.works) FILTER (WHERE w.status = 'implementation')::bigint AS implementation,
        sum(w.works) FILTER (WHERE w.status = 'completion')::bigint AS completion,
        sum(w.works) FILTER (WHERE w.status = 'completed')::bigint AS completed,
        sum(w.works) FILTER (WHERE w.status = 'cancelled')::bigint AS cancelled,
        sum(w.works) FILTER (WHERE w.status = 'suspended')::bigint AS suspended,
        sum(w.works) FILTER (WHERE w.status IS NULL)::bigint AS not_entered
    FROM ({works}) AS w
    GROUP BY w.district_id
) AS n ON n.district_id = d.district_id
WHERE d.set_code = {set}::text
