-- Works that may concern each other: their boxes come near enough, and so do their days.
-- source  its braces take what stands behind FROM: sites a and b, and how they meet
-- widest  the longest distance of any category, metres
-- joins   days between works that could be done at once; digs: days between a new surface and a cut into it
SELECT a.project_id AS one_id, b.project_id AS other_id, greatest(a.distance, b.distance) AS distance,
    coalesce(a.start_on <= b.end_on AND b.start_on <= a.end_on, false) AS has_common_days,
    a.dimension AS one_dimension, a.length AS one_length, a.area AS one_area, a.title AS one_title, a.shape AS one_shape,
    b.dimension AS other_dimension, b.length AS other_length, b.area AS other_area, b.title AS other_title,
    b.shape AS other_shape, a.axis AS one_axis, a.half_width AS one_half_width, b.axis AS other_axis,
    b.half_width AS other_half_width, a.start_on IS NOT NULL AND b.start_on IS NOT NULL AS are_dated,
    a.streets && b.streets AS same_street
FROM {source}
WHERE a.start_on <= b.end_on AND b.start_on <= a.end_on AND (
        (a.dimension = 1 OR a.axis IS NOT NULL) AND (b.dimension = 1 OR b.axis IS NOT NULL) OR a.streets && b.streets
    ) OR a.shape && published.around(b.shape, %(widest)s) AND (
        a.start_on IS NULL OR b.start_on IS NULL
        OR greatest(a.soonest, b.soonest) <= least(a.latest, b.latest) + %(joins)s::integer
        OR a.paves AND b.cuts AND b.start_on >= a.end_on AND b.start_on <= a.end_on + %(digs)s::integer
        OR b.paves AND a.cuts AND a.start_on >= b.end_on AND a.start_on <= b.end_on + %(digs)s::integer
    )
