"""The files that can be had, and how far one has got that is being built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.downloads import documents
from api.downloads.building import Builder
from api.downloads.routes import known_build
from api.http.parameters import read
from api.ogc import declared
from api.pages.features import titles
from api.pages.site import Here, Page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Offered:
    """The files of a collection in every format."""

    name: str
    title: str
    files: list[dict[str, Any]]


@router.api_route("/downloads", methods=["GET", "HEAD"])
async def downloads(request: Request, page: Here) -> Response:
    """Files of everything that is published."""
    read(request, declared.DATED)
    files: Builder = request.app.state.downloads
    state = await documents.state_shown(page.ctx)
    told = await run_in_threadpool(documents.overview, page.ctx, files.shelf, state)
    return await page.show(
        "downloads.html",
        offered=[
            Offered(name, title, _files(told, name)) for name, title in titles(page).items() if _files(told, name)
        ],
        purposes=_purposes(page),
        state=state,
        snapshots=[_dated(one) for one in told["snapshots"]],
    )


@router.api_route("/downloads/builds/{key}", methods=["GET", "HEAD"])
async def build(request: Request, page: Here, key: str) -> Response:
    """How far a file has got; the page asks again by itself."""
    read(request, declared.RESOURCE)
    files: Builder = request.app.state.downloads
    return await page.show("building.html", build=known_build(files, key), dated=False)


def _dated(snapshot: dict[str, Any]) -> dict[str, Any]:
    published = snapshot["published"]
    return snapshot | {"published": None if published is None else datetime.fromisoformat(published)}


def _files(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in told["files"] if one["collection"] == name]


def _purposes(page: Page) -> dict[str, str]:
    """What each format is good for, by its suffix."""
    _ = page.translate
    return {
        "gpkg": _("For QGIS, ArcGIS and other GIS programs; one file with everything."),
        "fgb": _("For GIS programs that read parts of a file over the network."),
        "parquet": _("For analysis with GeoPandas, DuckDB or Spark."),
        "shp.zip": _("For older GIS programs; short names, long texts cut."),
        "geojson": _("For programs and web maps."),
        "csv": _("For tables and scripts; the place as text."),
        "xlsx": _("For Excel and other spreadsheets."),
        "kml": _("For Google Earth."),
        "pmtiles": _("Vector tiles for web maps without a server."),
    }
