-- Temporary table of what leaves the map (sign -1) and what comes to it (+1).
-- progress in millionths, null where it is not entered; anchor_* in metres and the box in EPSG:3857
CREATE TEMPORARY TABLE moved (
    sign integer NOT NULL,
    cell bigint NOT NULL,
    status text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    progress bigint,
    anchor_x integer NOT NULL,
    anchor_y integer NOT NULL,
    west float8 NOT NULL,
    south float8 NOT NULL,
    east float8 NOT NULL,
    north float8 NOT NULL
) ON COMMIT DROP
