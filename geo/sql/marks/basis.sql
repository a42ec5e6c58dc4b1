-- The SQL of what a mark of the pair o is made on: days of both works, their sizes and their shared ground, as JSON.
-- o, one, other  are the pair and its sites
jsonb_build_object('kind', o.kind, 'relation', o.relation, 'shared_length', o.shared_length, 'shared_area', o.shared_area,
    'road_class', o.road_class, 'one_axis_length', ST_Length(one.axis::geography),
    'other_axis_length', ST_Length(other.axis::geography), 'one_start', one.start_on, 'one_end', one.end_on, 'one_length', one.length, 'one_area', one.area,
    'other_start', other.start_on, 'other_end', other.end_on, 'other_length', other.length, 'other_area', other.area)
