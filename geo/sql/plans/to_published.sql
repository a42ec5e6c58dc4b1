-- What stands behind FROM: an agency's own plans, with the published works near them.
-- own  its braces take plans/sites
{own} AS a
JOIN published.overlap_site AS b ON NOT b.crowded AND b.shape && published.around(a.shape, CASE WHEN cardinality(a.streets) > 0 THEN %(along)s::float8 ELSE %(reach)s::float8 END)
