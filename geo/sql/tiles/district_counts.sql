-- How many works of a selection with a footprint lie in each district of a boundary set, by status; one that lies in
-- several counts in each. The number of the newest publication stands in every row.
-- works    its braces take the works: district_id, status
-- set      and the placeholder of the set's code
-- returns  number, district_id, works, then one count a status, null for none
SELECT (SELECT coalesce(max(number), 0) FROM published.publication) AS number, d.district_id, n.works,
    n.identification, n.preparation, n.implementation, n.completion, n.completed, n.cancelled, n.suspended,
    n.not_entered
FROM published.map_district AS d
LEFT JOIN (
    SELECT w.district_id, count(*) AS works,
        count(*) FILTER (WHERE w.status = 'identification') AS identification,
        count(*) FILTER (WHERE w.status = 'preparation') AS preparation,
        count(*) FILTER (WHERE w.status = 'implementation') AS implementation,
        count(*) FILTER (WHERE w.status = 'completion') AS completion,
        count(*) FILTER (WHERE w.status = 'completed') AS completed,
        count(*) FILTER (WHERE w.status = 'cancelled') AS cancelled,
        count(*) FILTER (WHERE w.status = 'suspended') AS suspended,
        count(*) FILTER (WHERE w.status IS NULL) AS not_entered
    FROM ({works}) AS w
    GROUP BY w.district_id
) AS n ON n.district_id = d.district_id
WHERE d.set_code = {set}::text
