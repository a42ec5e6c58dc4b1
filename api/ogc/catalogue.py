"""The collections there are, the standards that hold, and a collection described."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request

from api.context import Context
from api.http.negotiation import FEATURES, MEDIA_TYPE, RESOURCE, Format
from api.ogc.collection import Collection
from api.ogc.districts import DISTRICTS
from api.ogc.links import link, selves
from api.ogc.projects import PROJECTS
from geo.collections import Extent
from geo.errors import NotFound

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMANCE: Final = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "html", "oas30")
)
COLLECTIONS: Final = {collection.name: collection for collection in (PROJECTS, DISTRICTS)}


def known(name: str) -> Collection:
    """The collection of this name. Raises NotFound."""
    if name not in COLLECTIONS:
        raise NotFound(f"There is no collection {name[:60]!r}.")
    return COLLECTIONS[name]


async def describe(request: Request, ctx: Context, collection: Collection, *, listed: bool) -> dict[str, Any]:
    """A collection as its metadata; one in a list links to itself by its own address."""
    title, here = collection.title, f"{ctx.links}/collections/{collection.name}"
    listed_links = [
        link("self", here, MEDIA_TYPE[Format.JSON], title),
        link("alternate", f"{here}?f=html", "text/html", f"{title} as HTML"),
    ]
    items = [
        link("items", f"{here}/items?f={f}", MEDIA_TYPE[f].split(";")[0], f"{title} as {f.upper()}") for f in FEATURES
    ]
    own = listed_links if listed else selves(request, ctx.links, RESOURCE, Format.JSON)
    return {
        "id": collection.name,
        "title": title,
        "description": collection.description,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": _extent(await collection.extent(ctx.pool)),
        "links": [*own, *items, link("license", ctx.city.licence_url, "text/html", ctx.city.licence)],
    }


def _extent(extent: Extent) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if extent.bbox is not None:
        b = extent.bbox
        parts["spatial"] = {"bbox": [[b.west, b.south, b.east, b.north]], "crs": CRS84}
    if extent.start is not None or extent.end is not None:
        interval = [day and f"{day.isoformat()}T00:00:00Z" for day in (extent.start, extent.end)]
        parts["temporal"] = {"interval": [interval], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
    return parts
