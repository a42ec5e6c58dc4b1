"""Folium elements that ask nothing of other hosts and carry no text as markup."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from branca.element import MacroElement

from geo.city import Basemap
from geo.values import Bbox
from maps import assets
from maps.lean import Draw, Template, folium

MAX_ZOOM: Final = 19


def corners(box: Bbox) -> list[list[float]]:
    """South-west and north-east as Leaflet takes them; a box over the antimeridian goes on beyond 180 degrees east."""
    east = box.east if box.east >= box.west else box.east + 360
    return [[box.south, box.west], [box.north, east]]


class LocalMap(folium.Map):
    """A Folium map without tiles whose scripts and styles are served by ourselves.

    The lists are overridden here, in a subclass: `add_js_link()` on a map would change the list of every map.
    """

    default_js = [  # noqa: RUF012
        ("leaflet", assets.leaflet_url("leaflet.js")),
        ("allimi", assets.url("allimi.mjs")),
    ]
    default_css = [  # noqa: RUF012
        ("leaflet_css", assets.leaflet_url("leaflet.css")),
        ("allimi_css", assets.url("map.css")),
    ]

    def __init__(self, view: Bbox, *, tiles: bool = False) -> None:
        (south, west), (north, east) = corners(view)
        centre = [(south + north) / 2, (west + east) / 2]
        super().__init__(centre, zoom_start=12, tiles=None, zoom_control=False, prefer_canvas=True)
        # Map(max_zoom=…) would reach the tile layer only.
        self.options["max_zoom"] = MAX_ZOOM
        if not tiles:
            # Lines of our own are sharp at any zoom, so the first view may fill the map; pictures would be blurred.
            self.options["zoom_snap"] = 0.25


class Call(MacroElement):
    """A call of one function of our browser code, with the map and its options as JSON."""

    _template = Template(
        "{% macro script(this, kwargs) %}\n"
        "allimi.{{ this.function }}({{ this._parent.get_name() }}, {{ this.options|tojson }});\n"
        "{% endmacro %}"
    )

    def __init__(self, function: str, options: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Call"
        self.function = function
        self.options = {name: value for name, value in options.items() if value is not None}


class LocalDraw(Draw):
    """Folium's tools to draw a line, or an area as well, from our own files and without alerts; they edit nothing."""

    default_js = [("leaflet_draw_js", assets.draw_url("leaflet.draw.js"))]  # noqa: RUF012
    default_css = [("leaflet_draw_css", assets.draw_url("leaflet.draw.css"))]  # noqa: RUF012

    def __init__(self, *, areas: bool) -> None:
        others = dict.fromkeys(("rectangle", "circle", "marker", "circlemarker"), False)
        draw = {"polyline": {"showLength": False}, "polygon": {"showArea": False} if areas else False, **others}
        edit = {"edit": False, "remove": False}
        super().__init__(show_geometry_on_click=False, draw_options=draw, edit_options=edit)  # type: ignore[no-untyped-call]


def basemap_layer(basemap: Basemap) -> folium.TileLayer:
    """The outside tiles that a city has configured; the attribution is shown as text, never as markup."""
    return folium.TileLayer(basemap.url, attr=escape(basemap.attribution), max_zoom=MAX_ZOOM, control=False)
