-- The versions around a tile that an earlier publication showed and a later one closed: what stands behind FROM in
-- map/shaped.
-- number  a placeholder is put in its braces; the publication's number
-- reads   box
(
    SELECT p.* FROM published.project_version AS p
    WHERE NOT upper_inf(p.published) AND NOT p.withdrawn AND p.footprint && (SELECT place FROM box)
        AND p.published @> (SELECT w.published_at FROM published.publication AS w WHERE w.number = {number}::bigint)
) AS target
