"""The home page and the map of the whole city."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final, cast

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.http.answers import answer
from api.http.negotiation import MEDIA_TYPE, Format
from api.ogc.links import segment
from api.pages.choosing import choice, groups, pairs_of
from api.pages.showing import Shown, script_answer, shown
from api.pages.site import Here, Page
from geo.background_lines import background_lines
from geo.boundaries import SET_CODE
from geo.districts import BoundarySetInfo, DistrictSummary
from geo.districts.places import chosen_summaries, outlines
from geo.errors import BadRequest
from geo.projects.choice import Choice
from geo.projects.selection import Selection
from geo.projects.tallies import Tally
from maps.legend import ShadeEntry, shade_legend
from maps.page import MapPage
from maps.tallies import DistrictTally, breaks, tallies_json
from maps.urls import Measure

router = APIRouter()
NONE: Final = '{"type":"FeatureCollection","features":[]}'


@dataclass(frozen=True, slots=True)
class CityView:
    """The city's map with what is counted on it."""

    map: Shown
    boundary_set: BoundarySetInfo | None
    districts: list[DistrictSummary]
    total: Tally
    measure: Measure
    legend: tuple[ShadeEntry, ...]


@router.api_route("", methods=["GET", "HEAD"])
async def bare(page: Here) -> Response:
    """The home page's address has a slash at its end."""
    return RedirectResponse(page.path("/"), 303)


@router.api_route("/", methods=["GET", "HEAD"])
async def home(page: Here) -> Response:
    """What this is, the city's map, the districts, and how to use the data."""
    return await page.show("home.html", view=await _view(page, "ongoing", Choice()))


@router.api_route("/maps", methods=["GET", "HEAD"])
async def city(request: Request, page: Here) -> Response:
    """The city's map with its districts beside it."""
    chosen, measure = choice(request, Selection()), _measure(request)
    view = await _view(page, measure, chosen)
    switches = {one: page.path("/maps", *pairs_of(chosen, measure=one)) for one in ("ongoing", "delay")}
    return await page.show("city.html", view=view, switches=switches, groups=groups(page, chosen), choice=chosen)


@router.api_route("/maps/city.js", methods=["GET", "HEAD"])
async def script(request: Request, page: Here) -> Response:
    """The script of the city's map."""
    return script_answer(request, await _drawn(page, _measure(request), choice(request, Selection())))


@router.api_route("/maps/districts.json", methods=["GET", "HEAD"])
async def counts(request: Request, page: Here) -> Response:
    """The districts' counts, as the city's map asks for them."""
    measure, chosen = _measure(request), choice(request, Selection())
    districts = await _districts(page, chosen)
    body = tallies_json(tallies(page, districts), measure).encode()
    return answer(request, body, MEDIA_TYPE[Format.JSON])


@router.api_route("/maps/outlines.json", methods=["GET", "HEAD"])
async def district_outlines(request: Request, page: Here) -> Response:
    """The districts of the boundary set `set`, simplified for maps, as GeoJSON."""
    code = request.query_params.get("set", "")
    known = SET_CODE.fullmatch(code) is not None
    ask = partial(outlines, page.ctx.pool, code, as_of=page.ctx.as_of)
    text = await page.kept(("outlines", code), ask) if known else NONE
    return answer(request, text.encode(), MEDIA_TYPE[Format.GEOJSON])


@router.api_route("/maps/background.json", methods=["GET", "HEAD"])
async def background(request: Request, page: Here) -> Response:
    """Coast, rivers and roads as GeoJSON; the sample's only on the sample's own districts."""
    current = await page.boundary_set()
    sample = current is None or current.sample
    text = await page.kept(("lines", sample), lambda: background_lines(page.ctx.pool, sample=sample))
    return answer(request, text.encode(), MEDIA_TYPE[Format.GEOJSON])


def tallies(page: Page, districts: list[DistrictSummary]) -> list[DistrictTally]:
    """The districts' counts with the addresses of their pages."""
    return [
        DistrictTally(
            id=district.id,
            url=page.path(f"/maps/districts/{segment(district.id)}"),
            ongoing=district.ongoing,
            works=district.projects,
            delay_days=district.mean_delay_days,
            label_point=(district.label_lon, district.label_lat),
        )
        for district in districts
    ]


async def _view(page: Page, measure: Measure, chosen: Choice) -> CityView:
    districts = await _districts(page, chosen)
    drawn = await _drawn(page, measure, chosen)
    return CityView(
        map=shown(page, drawn, page.path("/maps/city.js", *pairs_of(chosen, measure=measure))),
        boundary_set=await page.boundary_set(),
        districts=districts,
        total=await page.tally(chosen),
        measure=measure,
        legend=shade_legend(breaks(tallies(page, districts), measure), measure),
    )


async def _drawn(page: Page, measure: Measure, chosen: Choice) -> MapPage:
    current = await page.boundary_set()
    code = current.code if current else ""
    counts = page.path("/maps/districts.json", *pairs_of(chosen, measure=measure))
    return await page.site.drawings.city(page.language, code, measure, counts, page.moment_text)


async def _districts(page: Page, chosen: Choice) -> list[DistrictSummary]:
    current, today, pool = await page.boundary_set(), page.ctx.today(), page.ctx.pool
    if current is None:
        return []
    code = current.code
    ask = partial(chosen_summaries, pool, code, chosen, today=today, as_of=page.ctx.as_of)
    return await page.kept(("districts", code, chosen, today), ask)


def _measure(request: Request) -> Measure:
    measure = request.query_params.get("measure", "ongoing")
    if measure not in {"ongoing", "delay"}:
        raise BadRequest("The measure is ongoing or delay.", parameter="measure")
    return cast("Measure", measure)
