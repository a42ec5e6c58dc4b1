-- The districts of a set as they were before a publication.
-- set, until  the boundary set's code, and the publication
(SELECT id, set_code FROM published.district_past WHERE set_code = %(set)s AND until = %(until)s)
