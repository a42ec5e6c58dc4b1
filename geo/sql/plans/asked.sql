-- What stands behind FROM: a plan that is asked about, with plans that are not public.
-- asked  its braces take overlaps/asked; theirs: plans/sites
{asked}
JOIN {theirs} AS b ON b.shape && published.around(a.shape, CASE WHEN cardinality(a.streets) > 0 THEN %(along)s::float8 ELSE %(reach)s::float8 END)
