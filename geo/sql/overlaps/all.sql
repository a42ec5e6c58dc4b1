-- What stands behind FROM: every two sites of which the boxes come near enough.
published.overlap_site AS a
JOIN published.overlap_site AS b
    ON a.project_id < b.project_id AND NOT a.crowded AND NOT b.crowded AND b.shape && published.around(a.shape, CASE WHEN cardinality(a.streets) > 0 THEN %(along)s::float8 ELSE %(reach)s::float8 END)
