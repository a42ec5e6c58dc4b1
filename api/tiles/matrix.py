"""The tile matrix set WebMercatorQuad (OGC 17-083r4, annex D.1), in the JSON encoding of that standard."""

from __future__ import annotations

import math
from typing import Any, Final

from geo.tiles import DEEPEST

NAME: Final = "WebMercatorQuad"
URI: Final = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
CRS: Final = "http://www.opengis.net/def/crs/EPSG/0/3857"
TITLE: Final = "Google Maps Compatible for the World"
_HALF: Final = math.pi * 6_378_137.0
_PIXEL: Final = 0.00028
"""The size of a pixel on a screen in metres, by which the standard defines a scale."""


def document() -> dict[str, Any]:
    """The definition of the tile matrix set, down to the deepest zoom that is served."""
    return {
        "id": NAME,
        "title": TITLE,
        "uri": URI,
        "crs": CRS,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_matrix(zoom) for zoom in range(DEEPEST + 1)],
    }


def _matrix(zoom: int) -> dict[str, Any]:
    size = 2 * _HALF / 256 / (1 << zoom)
    return {
        "id": str(zoom),
        "scaleDenominator": size / _PIXEL,
        "cellSize": size,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-_HALF, _HALF],
        "matrixWidth": 1 << zoom,
        "matrixHeight": 1 << zoom,
        "tileWidth": 256,
        "tileHeight": 256,
    }
