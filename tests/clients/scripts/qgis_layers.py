"""QGIS without a screen reads features and draws tiles: run it by the Python that has QGIS, as Debian's own.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 qgis_layers.py http://127.0.0.1:8000

Debian: python3-qgis and qgis-providers. The last line that it prints is its findings as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # type: ignore[import-not-found]
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsMarkerSymbol,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorTileBasicRenderer,
    QgsVectorTileBasicRendererStyle,
    QgsVectorTileLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize  # type: ignore[import-not-found]
from qgis.PyQt.QtGui import QColor  # type: ignore[import-not-found]

RED = {"color": "#ff0000", "outline_color": "#ff0000", "line_color": "#ff0000"}
WHITE = QColor("white")
SYMBOLS = {
    QgsWkbTypes.PolygonGeometry: QgsFillSymbol,
    QgsWkbTypes.LineGeometry: QgsLineSymbol,
    QgsWkbTypes.PointGeometry: QgsMarkerSymbol,
}


def layer(url: str, name: str) -> QgsVectorLayer:
    """A layer of the provider for OGC API - Features, as the dialogue of QGIS makes it."""
    made = QgsVectorLayer(f"url='{url}/' typename='{name}' pageSize='50' restrictToRequestBBOX='1'", name, "OAPIF")
    if not made.isValid():
        raise SystemExit(f"QGIS cannot open {name}")
    return made


def kind(of: QgsVectorLayer) -> str:
    """The class of geometry that QGIS gives the layer."""
    named: str = QgsWkbTypes.displayString(of.wkbType())
    return named


def painted(url: str, rectangle: QgsRectangle) -> tuple[bool, float]:
    """Whether the tiles are a layer, and the share of the picture that its works cover."""
    template = f"{url}/tiles/WebMercatorQuad/%7Bz%7D/%7By%7D/%7Bx%7D"
    tiles = QgsVectorTileLayer(f"type=xyz&url={template}&zmin=0&zmax=16", "tiles")
    styles = []
    for geometry, symbol in SYMBOLS.items():
        style = QgsVectorTileBasicRendererStyle("works", "projects", geometry)
        style.setSymbol(symbol.createSimple(RED))
        style.setEnabled(True)
        styles.append(style)
    renderer = QgsVectorTileBasicRenderer()
    renderer.setStyles(styles)
    tiles.setRenderer(renderer)
    settings = QgsMapSettings()
    settings.setLayers([tiles])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setOutputSize(QSize(256, 256))
    settings.setBackgroundColor(WHITE)
    settings.setExtent(rectangle)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    drawn = sum(image.pixelColor(x, y) != WHITE for x in range(256) for y in range(256))
    return tiles.isValid(), drawn / 65_536


def main(url: str) -> dict[str, Any]:
    """Everything asked of QGIS."""
    works, lines, areas = layer(url, "projects"), layer(url, "project-lines"), layer(url, "project-areas")
    box = QgsFeatureRequest().setFilterRect(QgsRectangle(108.2, 16.0, 108.25, 16.1))
    where = QgsFeatureRequest().setFilterExpression("\"status\" = 'completed'")
    in_box = [feature["id"] for feature in areas.getFeatures(box)]  # before QGIS has all of them
    first = next(areas.getFeatures())
    valid, share = painted(url, QgsRectangle(12021581, 1795762, 12060608, 1824048))
    _, beyond = painted(url, QgsRectangle(0, 0, 39027, 39027))
    return {
        "version": Qgis.QGIS_VERSION,
        "crs": works.crs().authid(),
        "count": works.featureCount(),
        "every": [feature["id"] for feature in works.getFeatures()],
        "kinds": {"project-lines": kind(lines), "project-areas": kind(areas)},
        "lines": [feature["id"] for feature in lines.getFeatures()],
        "areas_in_box": in_box,
        "completed": [feature["id"] for feature in works.getFeatures(where)],
        "first": [first["id"], first["status"], first.geometry().asWkt(6)],
        "tiles": {"valid": valid, "share": share, "beyond": beyond},
    }


if __name__ == "__main__":
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    print(json.dumps(main(sys.argv[1])), flush=True)
    os._exit(0)  # QGIS may crash while it shuts down
