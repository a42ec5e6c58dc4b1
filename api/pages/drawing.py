"""The Folium maps of the pages: drawn in a thread, and kept, since the same arguments give the same bytes.

Folium loads slowly, so it is loaded by the thread that draws first (`warm` does it while the site already answers).
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool

from api.ogc.links import segment
from geo.city import City
from geo.moments import PARAMETER
from geo.values import Bbox
from maps.page import MapPage
from maps.urls import MapUrls, Measure


class Drawings:
    """Map skeletons of one city; their facts come by URL."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._city_map = lru_cache(128)(self._draw_city)
        self._district_map = lru_cache(512)(self._draw_district)
        self._project_map = lru_cache(512)(self._draw_project)
        self._overlaps_map = lru_cache(32)(self._draw_overlaps)
        self._check_map = lru_cache(32)(self._draw_check)
        self._route_map = lru_cache(32)(self._draw_route)

    @property
    def tile_hosts(self) -> tuple[str, ...]:
        """The hosts that the city's basemap comes from."""
        if self._city.basemap is None:
            return ()
        return self._city_map(self._city.languages[0], "", "ongoing", "", "").tile_hosts

    async def city(self, language: str, set_code: str, measure: Measure, counts: str, moment: str) -> MapPage:
        """The city with the districts of one boundary set; `counts` is where their counts come from.

        `moment` is a past instant as text, here and below; empty for now.
        """
        return await run_in_threadpool(self._city_map, language, set_code, measure, counts, moment)

    async def district(self, language: str, district_id: str, set_code: str, view: Bbox, moment: str) -> MapPage:
        """One district with its works."""
        return await run_in_threadpool(self._district_map, language, district_id, set_code, view, moment)

    async def project(self, language: str, project_id: str, set_code: str, view: Bbox | None, moment: str) -> MapPage:
        """One project's footprint."""
        return await run_in_threadpool(self._project_map, language, project_id, set_code, view, moment)

    async def overlaps(self, language: str, set_code: str, moment: str) -> MapPage:
        """The grounds that works share."""
        return await run_in_threadpool(self._overlaps_map, language, set_code, moment)

    async def check(self, language: str, set_code: str) -> MapPage:
        """The map on which a plan is drawn."""
        return await run_in_threadpool(self._check_map, language, set_code)

    async def route(self, language: str, set_code: str) -> MapPage:
        """The map on which a way is drawn."""
        return await run_in_threadpool(self._route_map, language, set_code)

    def _draw_city(self, language: str, set_code: str, measure: Measure, counts: str, moment: str) -> MapPage:
        from maps.views import city_map  # noqa: PLC0415 - loads slowly

        return city_map(self._city, _urls(language, set_code, moment, counts), language=language, measure=measure)

    def _draw_district(self, language: str, district_id: str, set_code: str, view: Bbox, moment: str) -> MapPage:
        from maps.views import district_map  # noqa: PLC0415 - loads slowly

        return district_map(self._city, district_id, view, _urls(language, set_code, moment), language=language)

    def _draw_project(self, language: str, project_id: str, set_code: str, view: Bbox | None, moment: str) -> MapPage:
        address = _at(f"/collections/projects/items/{segment(project_id)}", moment)
        from maps.views import project_map  # noqa: PLC0415 - loads slowly

        return project_map(self._city, address, view, _urls(language, set_code, moment), language=language)

    def _draw_overlaps(self, language: str, set_code: str, moment: str) -> MapPage:
        from maps.views import overlaps_map  # noqa: PLC0415 - loads slowly

        return overlaps_map(self._city, _urls(language, set_code, moment), language=language)

    def _draw_check(self, language: str, set_code: str) -> MapPage:
        from maps.views import check_map  # noqa: PLC0415 - loads slowly

        return check_map(self._city, _urls(language, set_code, ""), language=language)

    def _draw_route(self, language: str, set_code: str) -> MapPage:
        from maps.views import route_map  # noqa: PLC0415 - loads slowly

        return route_map(self._city, _urls(language, set_code, ""), language=language)


async def warm() -> None:
    """Load what draws maps."""
    await run_in_threadpool(import_module, "maps.views")


def _urls(language: str, set_code: str, moment: str, counts: str = "") -> MapUrls:
    return MapUrls(
        districts=_at(f"/{language}/maps/outlines.json?set={segment(set_code)}", moment),
        background=_at(f"/{language}/maps/background.json", moment),
        works="/collections/projects/items",
        tiles="/collections/projects/tiles/WebMercatorQuad/{z}/{y}/{x}",
        project=_at(f"/{language}/maps/projects/{{id}}", moment),
        counts=counts,
        moment=moment,
    )


def _at(address: str, moment: str) -> str:
    """An address of a moment, if it is not now."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({PARAMETER: moment})}" if moment else address
