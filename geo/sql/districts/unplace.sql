-- Forget the shares of the districts of one set.
-- set  the boundary set's code
DELETE FROM published.district_share AS s USING published.district AS d
WHERE d.id = s.district_id AND d.set_code = %(set)s
