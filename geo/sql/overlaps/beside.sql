-- What stands behind FROM: a plan that is asked about, with the sites near it.
-- asked  its braces take overlaps/asked
-- own    its braces take the placeholder of the id of the project whose plan it is
{asked}
JOIN published.overlap_site AS b
    ON b.project_id <> {own}::text AND NOT b.crowded AND b.shape && published.around(a.shape, CASE WHEN cardinality(a.streets) > 0 THEN %(along)s::float8 ELSE %(reach)s::float8 END)
