-- What stands behind FROM: an agency's own plans and published works, with the plans of others near them.
-- own, theirs  their braces take plans/sites
-- agency       whose works
(
    SELECT s.project_id, s.title, s.start_on, s.end_on, s.soonest, s.latest, s.cuts, s.paves, s.distance, s.dimension, s.streets,
        s.shape, s.axis, s.half_width, s.length, s.area
    FROM published.overlap_site AS s JOIN published.project_now AS v ON v.project_id = s.project_id
    WHERE v.agency = %(agency)s AND NOT s.crowded
    UNION ALL
    SELECT p.* FROM {own} AS p
) AS a
JOIN {theirs} AS b ON b.shape && published.around(a.shape, CASE WHEN cardinality(a.streets) > 0 THEN %(along)s::float8 ELSE %(reach)s::float8 END)
