"""A style for MapLibre and its kin: works by the colours of their status, cells by the status that most of them have.

It names no other host, and has no labels: those would need glyphs.
"""

from __future__ import annotations

from typing import Any, Final

from geo.tiles.drawing import COUNTED
from maps.palette import NOT_ENTERED, colours

_STATUS: Final = ["coalesce", ["get", "status"], NOT_ENTERED]
_KIND: Final = ["geometry-type"]


def works_style(tile_json: str, name: str, view: tuple[float, float, float, float]) -> dict[str, Any]:
    """The style, over the TileJSON at that address; `view` is what it shows first: west, south, east, north."""
    west, south, east, north = view
    return {
        "version": 8,
        "name": name,
        "center": [(west + east) / 2, (south + north) / 2],
        "zoom": 10,
        "sources": {"allimi": {"type": "vector", "url": tile_json}},
        "layers": [
            {"id": "land", "type": "background", "paint": {"background-color": colours()["map-land"]}},
            _layer("district-outlines", "line", "districts", {"line-color": colours()["map-border"], "line-width": 1}),
            *_shapes(),
            _layer("cells", "circle", "project_cells", _circles()),
            _layer("district-counts", "circle", "project_counts", _circles()),
        ],
    }


def _shapes() -> list[dict[str, Any]]:
    colour = _by_status()
    thick = ["interpolate", ["linear"], ["zoom"], 9, 1.2, 14, 3, 18, 6]
    line = {"line-color": colour, "line-width": thick}
    large = ["interpolate", ["linear"], ["zoom"], 9, 2.5, 14, 5, 18, 8]
    casing = {"circle-stroke-color": colours()["map-casing"], "circle-stroke-width": 1}
    return [
        _layer("areas", "fill", "projects", {"fill-color": colour, "fill-opacity": 0.3}, ["Polygon", "MultiPolygon"]),
        _layer("outlines", "line", "projects", {"line-color": colour, "line-width": 1.2}, ["Polygon", "MultiPolygon"]),
        _layer("lines", "line", "projects", line, ["LineString", "MultiLineString"]),
        _layer(
            "points", "circle", "projects", {"circle-color": colour, "circle-radius": large} | casing,
            ["Point", "MultiPoint"],
        ),
    ]  # fmt: skip


def _layer(
    layer_id: str, kind: str, source: str, paint: dict[str, Any], geometries: list[str] | None = None
) -> dict[str, Any]:
    only = {} if geometries is None else {"filter": ["in", _KIND, ["literal", geometries]]}
    return {"id": layer_id, "type": kind, "source": "allimi", "source-layer": source, **only, "paint": paint}


def _by_status() -> list[Any]:
    pairs = [part for status, word in _WORDS.items() if status != NOT_ENTERED for part in (status, colours()[word])]
    return ["match", _STATUS, *pairs, colours()[_WORDS[NOT_ENTERED]]]


def _circles() -> dict[str, Any]:
    counts = {status: ["coalesce", ["get", name], 0] for status, name in zip(_WORDS, COUNTED, strict=True)}
    cases = [
        part for status, count in counts.items() for part in (["==", count, ["var", "most"]], colours()[_WORDS[status]])
    ]
    most = ["let", "most", ["max", *counts.values()], ["case", *cases, colours()[_WORDS[NOT_ENTERED]]]]
    return {
        "circle-color": most,
        "circle-opacity": 0.85,
        "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "works"]], 1, 2.5, 10, 6, 60, 14],
    }


_WORDS: Final = {name.replace("not_entered", NOT_ENTERED): "status-" + name.replace("_", "-") for name in COUNTED}
"""The name of each status's colour in the palette."""
