"""GDAL reads one vector tile over HTTP: `python gdal_tile.py http://127.0.0.1:8000 9 232 409` (zoom, row, column).

`#.mvt` and the three options are needed because GDAL else guesses the format, the column and the row from the address,
in which it takes the column to come before the row.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from gdal_features import run  # type: ignore[import-not-found]


def main(url: str, zoom: str, row: str, column: str) -> dict[str, Any]:
    """The works of the tile, by id, with their geometry in longitude and latitude."""
    source = f"MVT:/vsicurl/{url}/tiles/WebMercatorQuad/{zoom}/{row}/{column}#.mvt"
    place = ("-oo", f"Z={zoom}", "-oo", f"Y={row}", "-oo", f"X={column}")
    text = run("ogr2ogr", "-f", "GeoJSON", "-t_srs", "OGC:CRS84", *place, "/vsistdout/", source, "projects")
    features = json.loads(text)["features"]
    return {
        "works": {one["properties"]["id"]: one["geometry"] for one in features},
        "statuses": {one["properties"]["id"]: one["properties"].get("status") for one in features},
    }


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:5]), sys.stdout)
