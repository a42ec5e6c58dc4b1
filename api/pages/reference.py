"""What programs can ask: the endpoints with their parameters, and the standards that hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.parameters import read
from api.ogc import declared
from api.ogc.catalogue import COLLECTIONS, CONFORMANCE
from api.ogc.definition import definition
from api.pages.features import titles
from api.pages.site import Here, Page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Described:
    """A parameter; `lang` names the language of its description where that is not the page's."""

    name: str
    description: str
    lang: str | None
    values: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that programs may ask."""

    path: str
    summary: str
    types: tuple[str, ...]
    parameters: tuple[Described, ...]


@router.api_route("/api", methods=["GET", "HEAD"])
async def api(request: Request, page: Here) -> Response:
    """The endpoints as tables."""
    read(request, declared.RESOURCE)
    document = definition(page.ctx, COLLECTIONS.values())
    endpoints = [_endpoint(page, path, methods["get"]) for path, methods in document["paths"].items()]
    return await page.show("definition.html", endpoints=endpoints, base=page.ctx.links)


@router.api_route("/conformance", methods=["GET", "HEAD"])
async def conformance(request: Request, page: Here) -> Response:
    """The conformance classes."""
    read(request, declared.RESOURCE)
    return await page.show("conformance.html", classes=CONFORMANCE)


def _endpoint(page: Page, path: str, operation: dict[str, Any]) -> Endpoint:
    summaries = _summaries(page)
    return Endpoint(
        path=path,
        summary=summaries.get(operation["operationId"], operation["summary"]),
        types=tuple(operation["responses"]["200"]["content"]),
        parameters=tuple(_parameter(page, one) for one in operation["parameters"]),
    )


def _parameter(page: Page, one: dict[str, Any]) -> Described:
    own = _descriptions(page).get(one["name"])
    schema = one["schema"]
    values = schema.get("enum") or schema.get("items", {}).get("enum") or []
    foreign = None if own or page.language == "en" else "en"
    return Described(one["name"], own or one.get("description", ""), foreign, ", ".join(values))


def _summaries(page: Page) -> dict[str, str]:
    _ = page.translate
    fixed = {
        "landing": _("Where everything begins"),
        "conformance": _("The standards that hold"),
        "api": _("This description as OpenAPI 3.0"),
        "collections": _("The collections"),
    }
    parts = {
        "items": _("features"),
        "item": _("one feature"),
        "queryables": _("what can be filtered by"),
        "sortables": _("what can be sorted by"),
        "schema": _("what the properties are"),
    }
    for name, title in titles(page).items():
        operation = name.replace("-", "_")
        fixed[f"describe_{operation}"] = title
        fixed |= {f"{operation}_{part}": f"{title}: {said}" for part, said in parts.items()}
    return fixed


def _descriptions(page: Page) -> dict[str, str]:
    _ = page.translate
    return {
        "f": _("Format of the answer."),
        "limit": _("Most features on a page, 1 to 10,000; 100 where it is not given."),
        "bbox": _("Only what touches this box: west,south,east,north in degrees (CRS84)."),
        "bbox-crs": _("The CRS of the box."),
        "crs": _("The CRS of the coordinates of the answer."),
        "filter": _("Only what meets this CQL2 expression over the queryables."),
        "filter-lang": _("The language of the filter."),
        "filter-crs": _("The CRS of the geometries in the filter."),
        "sortby": _("Names of sortables, joined by commas; a minus before one that descends."),
        "properties": _("Only these properties of each feature."),
        "skipGeometry": _("Whether features come without their geometry."),
        "datetime": _("Only what is under way then: a date, or two with a slash between; two dots for an open end."),
        "district": _("Only works in one of these districts (ids, joined by commas)."),
        "status": _("Only works of one of these statuses (codes, joined by commas)."),
        "category": _("Only works of one of these categories (codes, joined by commas)."),
        "agency": _("Only works of one of these agencies (codes, joined by commas)."),
        "mapped": _("Only works with a place on the map (true), or only those without (false)."),
        "boundary_set": _("Only districts of one of these boundary sets (codes, joined by commas)."),
        "cursor": _("Where the next page begins: taken from a next link."),
        "featureId": _("The feature's public id."),
    }
