"""The Folium maps of the pages: drawn in a thread, and kept, since the same arguments give the same bytes.

Folium loads slowly, so it is loaded by the thread that draws first (`warm` does it while the site already answers).
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from starlette.concurrency import run_in_threadpool

from api.ogc.links import segment
from geo.city import City
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

    @property
    def tile_hosts(self) -> tuple[str, ...]:
        """The hosts that the city's basemap comes from."""
        if self._city.basemap is None:
            return ()
        return self._city_map(self._city.languages[0], "", "ongoing", "").tile_hosts

    async def city(self, language: str, set_code: str, measure: Measure, query: str) -> MapPage:
        """The city with the districts of one boundary set; `query` narrows what is counted."""
        return await run_in_threadpool(self._city_map, language, set_code, measure, query)

    async def district(self, language: str, district_id: str, set_code: str, view: Bbox) -> MapPage:
        """One district with its works."""
        return await run_in_threadpool(self._district_map, language, district_id, set_code, view)

    async def project(self, language: str, project_id: str, set_code: str, view: Bbox | None) -> MapPage:
        """One project's footprint."""
        return await run_in_threadpool(self._project_map, language, project_id, set_code, view)

    def _draw_city(self, language: str, set_code: str, measure: Measure, query: str) -> MapPage:
        from maps.views import city_map  # noqa: PLC0415 - loads slowly

        return city_map(self._city, _urls(language, set_code, query), language=language, measure=measure)

    def _draw_district(self, language: str, district_id: str, set_code: str, view: Bbox) -> MapPage:
        from maps.views import district_map  # noqa: PLC0415 - loads slowly

        return district_map(self._city, district_id, view, _urls(language, set_code), language=language)

    def _draw_project(self, language: str, project_id: str, set_code: str, view: Bbox | None) -> MapPage:
        address = f"/collections/projects/items/{segment(project_id)}"
        from maps.views import project_map  # noqa: PLC0415 - loads slowly

        return project_map(self._city, address, view, _urls(language, set_code), language=language)


async def warm() -> None:
    """Load what draws maps."""
    await run_in_threadpool(import_module, "maps.views")


def _urls(language: str, set_code: str, query: str = "") -> MapUrls:
    return MapUrls(
        districts=f"/{language}/maps/outlines.json?set={segment(set_code)}",
        background=f"/{language}/maps/background.json",
        works="/collections/projects/items",
        tiles="/collections/projects/tiles/WebMercatorQuad/{z}/{y}/{x}",
        project=f"/{language}/maps/projects/{{id}}",
        counts=f"/{language}/maps/districts.json{query}",
    )
