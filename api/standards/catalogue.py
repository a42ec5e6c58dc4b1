"""The catalogue entry for a portal of open data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.context import Context, Ctx
from api.downloads.building import Builder
from api.downloads.documents import overview
from api.http.answers import answer, compact
from api.http.negotiation import MEDIA_TYPE, Format
from api.http.parameters import Parameter, read
from api.ogc import values
from api.ogc.catalogue import listed
from api.ogc.collection import Collection
from api.standards.oc4ids import PATH as PACKAGES
from data.standards.dcat import About, Dataset, Distribution, catalogue
from geo.store.newest import Newest

router = APIRouter()
PATH: Final = "/dcat"
MEDIA: Final = "application/ld+json"
PARAMETERS: Final = (
    Parameter(
        "f", "Format of the answer.", {"type": "string", "enum": ["jsonld", "json"]}, values.one_of("jsonld", "json")
    ),
)
_FEATURES: Final = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
_TILES: Final = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core"
_OC4IDS: Final = "https://standard.open-contracting.org/infrastructure/0.9/"


@router.api_route(PATH, methods=["GET", "HEAD"])
async def dcat(request: Request, ctx: Ctx) -> Response:
    """The catalogue: a dataset for each collection, a distribution for each form it is had in."""
    read(request, PARAMETERS)
    files: Builder = request.app.state.downloads
    state = await ctx.pool.newest()
    stored = await run_in_threadpool(overview, ctx, files.shelf, state)
    datasets = [
        Dataset(
            name=one.name,
            title=one.title,
            description=one.description,
            extent=extent,
            distributions=list(_distributions(ctx, one, stored["files"])),
        )
        for one, extent in await listed(ctx)
    ]
    return answer(request, compact(catalogue(_about(ctx, state), datasets)).encode(), MEDIA)


def _about(ctx: Context, state: Newest) -> About:
    city = ctx.city
    return About(
        titles={language: f"Allimi: {city.names[language]}" for language in city.languages},
        publisher={language: city.attribution[language] for language in city.languages},
        languages=city.languages,
        licence_url=city.licence_url,
        base=ctx.links,
        modified=None if state.published_at is None else state.published_at.isoformat(),
    )


def _distributions(ctx: Context, one: Collection, files: list[Mapping[str, Any]]) -> Iterator[Distribution]:
    here = f"{ctx.links}/collections/{one.name}"
    for form in (Format.GEOJSON, Format.CSV):
        yield Distribution(
            title=f"{one.title} as {form.upper()} (OGC API – Features)",
            access=f"{here}/items?f={form}",
            media_type=MEDIA_TYPE[form],
            conforms_to=_FEATURES,
            page=f"{ctx.links}/api?f=html",
        )
    if one.name in {"projects", "districts", "overlaps"}:
        yield Distribution(
            title=f"{one.title} as vector tiles",
            access=f"{here}/tiles",
            media_type="application/vnd.mapbox-vector-tile",
            conforms_to=_TILES,
        )
    if one.name == "projects":
        yield Distribution(
            title=f"{one.title} as OC4IDS packages",
            access=f"{ctx.links}{PACKAGES}",
            media_type="application/json",
            conforms_to=_OC4IDS,
        )
    yield from (_file(told) for told in files if told["collection"] == one.name)


def _file(told: Mapping[str, Any]) -> Distribution:
    return Distribution(
        title=f"{told['title']} as a file: {told['format']}",
        access=told["href"],
        media_type=told["media_type"],
        download=True,
        bytes=told.get("bytes"),
        sha256=told.get("sha256"),
    )
