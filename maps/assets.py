"""The browser's files: where they lie, and the addresses under which pages ask for them.

Our own files are addressed through a folder named after their content, `/static/allimi/<version>/…`, so that the
modules' relative imports stay within one version and every answer may be cached for ever.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "static"
"""Our own browser files."""

LEAFLET_VERSION: Final = "1.9.4"
LEAFLET_FOLDER: Final = Path(__file__).parents[1] / "node_modules" / "leaflet" / "dist"
"""Leaflet as `npm ci` installs it."""

VECTORGRID_VERSION: Final = "1.3.0"
VECTORGRID_FOLDER: Final = Path(__file__).parents[1] / "node_modules" / "leaflet.vectorgrid" / "dist"
"""Leaflet.VectorGrid as `npm ci` installs it, with what it depends on inside of its bundle."""

DRAW_VERSION: Final = "1.0.4"
DRAW_FOLDER: Final = Path(__file__).parents[1] / "node_modules" / "leaflet-draw" / "dist"
"""Leaflet.draw as `npm ci` installs it."""

LEAFLET_PREFIX: Final = f"/static/leaflet/{LEAFLET_VERSION}/"
VECTORGRID_PREFIX: Final = f"/static/vectorgrid/{VECTORGRID_VERSION}/"
DRAW_PREFIX: Final = f"/static/leaflet-draw/{DRAW_VERSION}/"
OWN_PREFIX: Final = "/static/allimi/"


@cache
def version() -> str:
    """Eight hexadecimal digits that change whenever one of our browser files does."""
    digest = sha256()
    for path in sorted(path for path in FOLDER.iterdir() if path.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


def url(name: str) -> str:
    """The address of one of our browser files: `url("site.css")`."""
    return f"{OWN_PREFIX}{version()}/{name}"


def leaflet_url(name: str) -> str:
    """The address of one of Leaflet's files: `leaflet_url("leaflet.js")`."""
    return LEAFLET_PREFIX + name


def vectorgrid_url() -> str:
    """The address of VectorGrid, which a map loads when it first needs tiles."""
    return VECTORGRID_PREFIX + "Leaflet.VectorGrid.bundled.min.js"


def draw_url(name: str) -> str:
    """The address of one of Leaflet.draw's files: `draw_url("leaflet.draw.js")`."""
    return DRAW_PREFIX + name


def modules() -> tuple[str, ...]:
    """The addresses of all our modules, for `<link rel="modulepreload">`."""
    return tuple(url(path.name) for path in sorted(FOLDER.glob("*.mjs")))
