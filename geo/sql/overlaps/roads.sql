-- The streets that a shape lies along, as the table r: streets and road_classes, their names and classes in the same order,
-- null where the city's file does not say. A street counts where 50 m of it, and as much again as the shape is wide, lie
-- within 15 m of the shape, or half as much as could: so that a street that is only crossed does not.
-- shape  its braces take the shape (EPSG:4326); nothing is looked up where no road is near
LEFT JOIN LATERAL (
    SELECT array_agg(g.name ORDER BY g.name COLLATE "C", g.class COLLATE "C") AS streets,
        array_agg(g.class ORDER BY g.name COLLATE "C", g.class COLLATE "C") AS road_classes
    FROM (
        SELECT o.name, o.class, sum(ST_Length(ST_Intersection(o.shape, n.strip)::geography)) AS metres, n.long, n.short
        FROM (
            SELECT ST_Buffer(k.shape::geography, 15)::geometry AS strip,
                (k.around + k.aside) / 4 AS long, (k.around - k.aside) / 4 AS short
            FROM (
                -- Both sides of the rectangle that has the shape's area and circumference; a line is one without width.
                SELECT b.shape, b.around, sqrt(greatest(b.around ^ 2 - 16 * ST_Area(b.shape::geography), 0)) AS aside
                FROM (
                    SELECT {shape} AS shape, CASE ST_Dimension({shape}) WHEN 2 THEN ST_Perimeter({shape}::geography)
                        ELSE 2 * ST_Length({shape}::geography) END AS around
                    OFFSET 0
                ) AS b OFFSET 0
            ) AS k
            WHERE EXISTS (SELECT FROM published.road AS o WHERE o.shape && published.around({shape}, 15)) OFFSET 0
        ) AS n
        JOIN published.road AS o ON o.shape && published.around({shape}, 15) AND ST_Intersects(o.shape, n.strip)
        GROUP BY o.name, o.class, n.long, n.short
    ) AS g
    WHERE g.metres >= least(50 + g.short, (g.long + 30) / 2) AND (g.name IS NOT NULL OR g.class IS NOT NULL)
) AS r ON true
