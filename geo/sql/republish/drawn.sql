-- Whether the rows of a load came with shapes: a table has none, its places are in columns.
-- load  the load's id
SELECT EXISTS (SELECT FROM intake.submission AS s WHERE s.load_id = %(load)s AND s.geometry IS NOT NULL)
