"""The collections there are, the standards that hold, and a collection described."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request

from api.context import Context
from api.http.negotiation import FEATURES, MEDIA_TYPE, RESOURCE, Format
from api.ogc.collection import Collection
from api.ogc.districts import DISTRICTS
from api.ogc.hiding import shown
from api.ogc.links import Link, link, selves
from api.ogc.overlaps import OVERLAPS
from api.ogc.parts import parts_of
from api.ogc.projects import AREAS, LINES, POINTS, PROJECTS
from api.ogc.tabular import AGENCIES, REPORTS
from geo.collections import Extent
from geo.crs import CRS84
from geo.errors import NotFound

_FEATURES: Final = "http://www.opengis.net/spec/ogcapi-features"
_CQL2: Final = "http://www.opengis.net/spec/cql2/1.0/conf"
CONFORMANCE: Final = (
    *(f"{_FEATURES}-1/1.0/conf/{name}" for name in ("core", "geojson", "html", "oas30")),
    f"{_FEATURES}-2/1.0/conf/crs",
    *(
        f"{_FEATURES}-3/1.0/conf/{name}"
        for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(f"{_FEATURES}-5/1.0/conf/{name}" for name in ("schemas", "core-roles-features", "returnables-and-receivables")),
    *(
        f"{_CQL2}/{name}"
        for name in (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "basic-spatial-functions",
            "spatial-functions",
            "temporal-functions",
        )
    ),
)
"""The classes of the features; the other parts have their own. What filters can beyond them is in `docs/filters.md`."""
RELATION: Final = "http://www.opengis.net/def/rel/ogc/1.0"
COLLECTIONS: Final = {one.name: one for one in (PROJECTS, POINTS, LINES, AREAS, DISTRICTS, OVERLAPS, AGENCIES, REPORTS)}
SCHEMA_TYPE: Final = "application/schema+json"


def conformance(request: Request) -> tuple[str, ...]:
    """Every class that holds."""
    return (*CONFORMANCE, *(one for part in parts_of(request) for one in part.conformance))


def known(name: str, ctx: Context | None = None) -> Collection:
    """The collection of this name, in a context without what is withheld of every feature. Raises NotFound."""
    if name not in COLLECTIONS:
        raise NotFound(f"There is no collection {name[:60]!r}.")
    return COLLECTIONS[name] if ctx is None else shown(COLLECTIONS[name], ctx)


async def listed(ctx: Context) -> list[tuple[Collection, Extent]]:
    """The collections of the list, with their extents: some are left out while nothing is in them."""
    found = [(one, await one.extent(ctx.pool, as_of=ctx.as_of)) for one in COLLECTIONS.values()]
    return [(one, extent or NOWHERE) for one, extent in found if extent is not None or one.listed_empty]


NOWHERE: Final = Extent(None, None, None)


def describe(request: Request, ctx: Context, collection: Collection, extent: Extent, *, listed: bool) -> dict[str, Any]:
    """A collection as its metadata; one in a list links to itself by its own address."""
    title, here = collection.title, f"{ctx.links}/collections/{collection.name}"
    listed_links = [
        link("self", here, MEDIA_TYPE[Format.JSON], title),
        link("alternate", f"{here}?f=html", "text/html", f"{title} as HTML"),
    ]
    own = listed_links if listed else selves(request, ctx.links, RESOURCE, Format.JSON)
    body: dict[str, Any] = {
        "id": collection.name,
        "title": title,
        "description": collection.description,
        "itemType": "feature",
        "crs": [one.uri for one in ctx.crs],
        "extent": _extent(extent),
        "links": [
            *own,
            *_links(collection, here),
            *(one for part in parts_of(request) for one in part.collection_links(ctx, collection.name)),
            link("license", ctx.city.licence_url, "text/html", ctx.city.licence),
        ],
    }
    if collection.geometry is not None:
        body["storageCrs"] = CRS84.uri
    return body


def _links(collection: Collection, here: str) -> list[Link]:
    items = [
        link("items", f"{here}/items?f={f}", MEDIA_TYPE[f].split(";")[0], f"{collection.title} as {f.upper()}")
        for f in FEATURES
    ]
    about = [
        link(f"{RELATION}/queryables", f"{here}/queryables", SCHEMA_TYPE, "What can be filtered by"),
        link(f"{RELATION}/sortables", f"{here}/sortables", SCHEMA_TYPE, "What can be sorted by"),
        link(f"{RELATION}/schema", f"{here}/schema", SCHEMA_TYPE, "What the properties are"),
    ]
    return [*items, *about]


def _extent(extent: Extent) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if extent.bbox is not None:
        b = extent.bbox
        parts["spatial"] = {"bbox": [[b.west, b.south, b.east, b.north]], "crs": CRS84.uri}
    if extent.start is not None or extent.end is not None:
        interval = [day and f"{day.isoformat()}T00:00:00Z" for day in (extent.start, extent.end)]
        parts["temporal"] = {"interval": [interval], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
    return parts
