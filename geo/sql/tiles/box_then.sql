-- What a tile of an earlier publication begins with: its boxes.
-- box    its braces take tiles/box
-- gives  box (and with it place: wide as far as it lies in the square, EPSG:4326)
WITH box AS MATERIALIZED (
    SELECT b.*, ST_Transform(ST_MakeEnvelope(
        greatest(ST_XMin(b.wide), -20037508.34), greatest(ST_YMin(b.wide), -20037508.34),
        least(ST_XMax(b.wide), 20037508.34), least(ST_YMax(b.wide), 20037508.34), 3857), 4326) AS place
    FROM (
        {box}
    ) AS b
)
