"""The maps of the site: the city, one district, one project, works that collide.

Pure functions: settings, addresses and codes in, a skeleton out. The facts themselves reach the map by URL.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from branca.element import MacroElement

from geo.city import City
from geo.values import Bbox, Names, name_in
from maps import assets
from maps.elements import Call, LocalDraw, LocalMap, basemap_layer, corners
from maps.page import MapPage, take_apart
from maps.palette import SIGNS
from maps.urls import MapUrls, Measure

MOST_WORKS: Final = 1_000
"""Works in view that are asked for one by one; more are drawn from vector tiles."""


def city_map(city: City, urls: MapUrls, *, language: str, measure: Measure = "ongoing") -> MapPage:
    """The city: every district shaded by the measure, with its number."""
    shades = Call("shades", {"url": urls.districts, "counts": urls.counts, "measure": measure})
    return _draw(city, city.view, language, urls, shades)


def district_map(city: City, district: str, view: Bbox, urls: MapUrls, *, language: str) -> MapPage:
    """One district (its public id and its box) with its works by status."""
    works = {
        "url": urls.works,
        "parameters": {"district": district} | ({"as-of": urls.moment} if urls.moment else {}),
        "most": MOST_WORKS,
        "tiles": {
            "url": urls.tiles,
            "library": assets.vectorgrid_url(),
            "outlines": urls.districts,
            "district": district,
        },
        "projectUrl": urls.project,
        "signs": _signs(),
    }
    outlines = Call("outlines", {"url": urls.districts, "current": district})
    return _draw(city, view, language, urls, outlines, Call("works", works))


def project_map(city: City, project: str, view: Bbox | None, urls: MapUrls, *, language: str) -> MapPage:
    """One project's footprint; `project` is the address of its feature, `view` its box (the city's if `None`)."""
    outlines = Call("outlines", {"url": urls.districts})
    footprint = Call("project", {"url": project, "signs": _signs()})
    return _draw(city, view or city.view, language, urls, outlines, footprint)


def overlaps_map(city: City, urls: MapUrls, *, language: str) -> MapPage:
    """The grounds that works share, as the page's list (#pairs) names them; what is chosen shows both works as well."""
    outlines = Call("outlines", {"url": urls.districts})
    pairs = Call("overlaps", {"works": urls.works, "moment": urls.moment or None, "signs": _signs()})
    return _draw(city, city.view, language, urls, outlines, pairs)


def check_map(city: City, urls: MapUrls, *, language: str) -> MapPage:
    """A plan is drawn, and what it would collide with is shown, as the page's form (#check) and results tell."""
    outlines = Call("outlines", {"url": urls.districts})
    check = Call("check", {"works": urls.works, "signs": _signs()})
    return _draw(city, city.view, language, urls, outlines, Call("drawing", {}), LocalDraw(areas=True), check)


def route_map(city: City, urls: MapUrls, *, language: str) -> MapPage:
    """A way is drawn, and the works along it are shown, as the page's form (#check) and results tell."""
    outlines = Call("outlines", {"url": urls.districts})
    route = Call("route", {"signs": _signs()})
    return _draw(city, city.view, language, urls, outlines, Call("drawing", {}), LocalDraw(areas=False), route)


def _draw(city: City, view: Bbox, language: str, urls: MapUrls, *calls: MacroElement) -> MapPage:
    drawn = LocalMap(view, tiles=city.basemap is not None)
    if city.basemap is not None:
        basemap_layer(city.basemap).add_to(drawn)
    attribution = name_in(city.attribution, language)
    for call in (
        Call("frame", {"bounds": corners(view), "attribution": attribution}),
        Call("background", {"url": urls.background}),
        *calls,
        Call("places", _places(city)),
    ):
        call.add_to(drawn)
    return take_apart(drawn, city.basemap)


def _places(city: City) -> dict[str, Any]:
    items = [{"names": dict(p.names), "longitude": p.longitude, "latitude": p.latitude} for p in city.places]
    home: Names = city.names
    return {"items": items, "home": dict(home), "bounds": corners(city.view)}


def _signs() -> dict[str, dict[str, Any]]:
    return {status: asdict(sign) for status, sign in SIGNS.items()}
