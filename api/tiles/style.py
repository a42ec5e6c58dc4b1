"""A style for MapLibre and its kin: works by the colours of their status, cells by the status that most of them have.

It names no other host: also the glyphs of its labels are the site's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from geo.tiles.drawing import COUNTED
from maps.glyphs import FONT
from maps.palette import NOT_ENTERED, colours

_STATUS: Final = ["coalesce", ["get", "status"], NOT_ENTERED]
_KIND: Final = ["geometry-type"]


@dataclass(frozen=True, slots=True)
class Lettered:
    """What labels are written with: the template of the glyphs, and the names of districts, the first that is there."""

    glyphs: str
    names: tuple[str, ...]


def works_style(tile_json: str, name: str, view: tuple[float, float, float, float], labels: Lettered) -> dict[str, Any]:
    """The style, over the TileJSON at that address; `view` is what it shows first: west, south, east, north."""
    west, south, east, north = view
    return {
        "version": 8,
        "name": name,
        "center": [(west + east) / 2, (south + north) / 2],
        "zoom": 10,
        "glyphs": labels.glyphs,
        "sources": {"allimi": {"type": "vector", "url": tile_json}},
        "layers": [
            {"id": "land", "type": "background", "paint": {"background-color": colours()["map-land"]}},
            _layer("district-outlines", "line", "districts", {"line-color": colours()["map-border"], "line-width": 1}),
            *_shapes(),
            _layer("cells", "circle", "project_cells", _circles()),
            _layer("district-counts", "circle", "project_counts", _circles()),
            *_labels(labels),
        ],
    }


def _labels(labels: Lettered) -> list[dict[str, Any]]:
    """Titles of works where there is room for them, and above them the names of districts."""
    names: list[Any] = ["coalesce", *(["get", field] for field in labels.names), ["get", "code"]]
    title = ["get", "title"]
    below = {"text-size": 11, "text-anchor": "top", "text-offset": [0, 0.6]}
    along = {"text-size": 11, "symbol-placement": "line"}
    return [
        _text("work-titles", "projects", title, below, 16, "Point", "Polygon"),
        _text("way-titles", "projects", title, along, 16, "LineString"),
        _text("district-names", "district_labels", names, {"text-size": 13, "text-max-width": 8}, 9),
    ]


def _text(
    layer_id: str, source: str, text: list[Any], layout: dict[str, Any], least: int, *kinds: str
) -> dict[str, Any]:
    """A layer of labels from a zoom on, of geometries of these kinds."""
    paint = {"text-color": colours()["ink"], "text-halo-color": colours()["map-land"], "text-halo-width": 1.5}
    layer = _layer(layer_id, "symbol", source, paint, [one for kind in kinds for one in (kind, f"Multi{kind}")] or None)
    return layer | {"minzoom": least, "layout": {"text-field": text, "text-font": [FONT], **layout}}


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
