-- The condition that a footprint of v has too many vertices to be compared while all other publications wait: more than most,
-- or of a line more than 200 and more than one for each metre that is left of it without bends of less than 15 m. The strip
-- along such a scribble crosses itself everywhere.
-- most  its braces take how many are compared
(ST_NPoints(v.footprint) > {most} OR ST_NPoints(v.footprint) > 200 AND ST_Dimension(v.footprint) = 1
    AND ST_NPoints(v.footprint) > ST_Length(ST_Simplify(v.footprint, 0.000135, true)::geography))
