"""The browser's files, all served by ourselves: libraries, the maps' modules and styles, the pages' style sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.answers import REVALIDATE, answer
from api.pages import assets
from geo.errors import NotFound
from maps import assets as map_assets

router = APIRouter()
FOR_EVER: Final = "public, max-age=31536000, immutable"
_TYPES: Final = MappingProxyType(
    {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".css": "text/css",
        ".png": "image/png",
        ".svg": "image/svg+xml",
    }
)
_LIBRARIES: Final[dict[str, tuple[Path, Callable[[], str]]]] = {
    "leaflet": (map_assets.LEAFLET_FOLDER, lambda: map_assets.LEAFLET_VERSION),
    "vectorgrid": (map_assets.VECTORGRID_FOLDER, lambda: map_assets.VECTORGRID_VERSION),
    "leaflet-draw": (map_assets.DRAW_FOLDER, lambda: map_assets.DRAW_VERSION),
    "allimi": (map_assets.FOLDER, map_assets.version),
    "pages": (assets.FOLDER, assets.version),
}


@router.api_route("/static/{library}/{version}/{path:path}", methods=["GET", "HEAD"])
async def static_file(request: Request, library: str, version: str, path: str) -> Response:
    """A file of a library; one asked for by its present version never changes."""
    if library not in _LIBRARIES or path not in _files(library):
        raise NotFound("There is no such file.")
    present = _LIBRARIES[library][1]()
    cache_control = FOR_EVER if version == present else REVALIDATE
    return answer(request, _content(library, path), _TYPES[Path(path).suffix], cache=cache_control)


@router.api_route("/favicon.ico", methods=["GET", "HEAD"])
async def favicon(request: Request) -> Response:
    """The site's picture, for browsers that do not read the page for it."""
    return answer(request, _content("pages", "favicon.svg"), _TYPES[".svg"], cache="public, max-age=86400")


@cache
def _files(library: str) -> frozenset[str]:
    folder = _LIBRARIES[library][0]
    return frozenset(str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix in _TYPES)


@cache
def _content(library: str, path: str) -> bytes:
    return (_LIBRARIES[library][0] / path).read_bytes()
