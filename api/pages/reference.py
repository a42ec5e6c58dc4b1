"""What programs can ask: the endpoints with their parameters, and the standards that hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.parameters import read
from api.ogc import catalogue, declared
from api.ogc.catalogue import COLLECTIONS
from api.ogc.definition import definition
from api.ogc.parts import parts_of
from api.pages.features import titles
from api.pages.meanings import meanings
from api.pages.site import Here, Page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Described:
    """A parameter; `lang` names the language of its description where that is not the page's."""

    name: str
    description: str
    lang: str | None
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that programs may ask; `properties` are those that are parameters of their own."""

    path: str
    summary: str
    types: tuple[str, ...]
    parameters: tuple[Described, ...]
    properties: tuple[str, ...]


@router.api_route("/api", methods=["GET", "HEAD"])
async def api(request: Request, page: Here) -> Response:
    """The endpoints as tables."""
    read(request, declared.RESOURCE)
    document = definition(page.ctx, COLLECTIONS.values(), parts_of(request))
    words = _Words(_summaries(page), _of_features(page) | _of_others(page), meanings(page.translate))
    groups: dict[str, list[Endpoint]] = {}
    for path, methods in document["paths"].items():
        groups.setdefault(methods["get"]["tags"][0], []).append(_endpoint(page, words, path, methods["get"]))
    return await page.show("definition.html", groups=groups, heads=_heads(page), base=page.ctx.links, dated=False)


@router.api_route("/conformance", methods=["GET", "HEAD"])
async def conformance(request: Request, page: Here) -> Response:
    """The conformance classes."""
    read(request, declared.RESOURCE)
    return await page.show("conformance.html", classes=catalogue.conformance(request), dated=False)


def _heads(page: Page) -> dict[str, str]:
    _ = page.translate
    return {
        "data": _("Features"),
        "tiles": _("Vector tiles"),
        "files": _("Files to download"),
        "standards": _("Other standards"),
        "history": _("Versions and changes"),
        "log": _("The log of what was published"),
        "disclosure": _("How much is disclosed"),
        "overlaps": _("Works that collide"),
        "planning": _("For planners"),
    }


@dataclass(frozen=True, slots=True)
class _Words:
    """In the page's language: of operations by their ids, of parameters and of properties by their names."""

    summaries: dict[str, str]
    descriptions: dict[str, str]
    properties: dict[str, str]


def _endpoint(page: Page, words: _Words, path: str, operation: dict[str, Any]) -> Endpoint:
    properties = words.properties.keys() - words.descriptions.keys()
    return Endpoint(
        path=path,
        summary=words.summaries.get(operation["operationId"], operation["summary"]),
        types=tuple(operation["responses"]["200"]["content"]),
        parameters=tuple(
            _parameter(page, one, words.descriptions)
            for one in operation["parameters"]
            if one["name"] not in properties
        ),
        properties=tuple(one["name"] for one in operation["parameters"] if one["name"] in properties),
    )


def _parameter(page: Page, one: dict[str, Any], own: dict[str, str]) -> Described:
    schema, told = one["schema"], own.get(one["name"])
    values = schema.get("enum") or schema.get("items", {}).get("enum") or ()
    foreign = None if told or page.language == "en" else "en"
    numbers = {name: page.writing.number(value) for name, value in schema.items() if type(value) is int}
    description = told.format(**numbers) if told else one.get("description", "")
    return Described(one["name"], description, foreign, tuple(values))


def _summaries(page: Page) -> dict[str, str]:
    _ = page.translate
    fixed, parts = _of_single_operations(page), _of_collections(page)
    every = f"{titles(page)['projects']}, {titles(page)['districts']}"
    for name, title in titles(page).items():
        operation = name.replace("-", "_")
        fixed[f"describe_{operation}"] = title
        fixed[f"download_{operation}"] = f"{title}: " + _("a file of all of them, or of those that are selected")
        fixed |= {f"{operation}{part}": f"{title}: {said}" for part, said in parts.items()}
    return fixed | {
        part.replace(".collection", "data.dataset"): f"{every}: {said}"
        for part, said in parts.items()
        if part.startswith(".collection")
    }


def _of_single_operations(page: Page) -> dict[str, str]:
    _ = page.translate
    return {
        "landing": _("Where everything begins"),
        "conformance": _("The standards that hold"),
        "api": _("This description as OpenAPI 3.0"),
        "collections": _("The collections"),
        "getTileMatrixSetsList": _("The divisions of the world into tiles"),
        "getTileMatrixSet": _("A division of the world into tiles"),
        "getStyle": _("A style of the works for MapLibre"),
        "getGlyphs": _("The letters of the style's labels"),
        "downloads": _("Files of everything that is published"),
        "oc4ids": _("Works as OC4IDS packages"),
        "oc4ids_project": _("One work as an OC4IDS package"),
        "dcat": _("The catalogue for portals of open data (DCAT)"),
        "oembed": _("How another site shows a map of this one (oEmbed)"),
        "log": _("The log: its size, its newest checkpoint and its keys"),
        "logCheckpoint": _("The newest checkpoint"),
        "logLeaves": _("The records as lines of JSON"),
        "logInclusion": _("Proof that a record is in the log"),
        "logConsistency": _("Proof that the log has only grown"),
        "disclosure": _("How much is disclosed"),
        "versions": _("The versions of a project and what each changed, the newest first"),
        "version": _("A version of a project, byte for byte as it was published"),
        "timemap": _("The TimeMap of a project (RFC 7089): all its mementos"),
        "changes": _("What changed, in the order in which it was published, a line of JSON each"),
        "overlapsNotCompared": _("The works that are compared with nothing, and why"),
        "withheld": _("What is withheld, and why"),
        "overlapsReport": _("Works that collide, by agency or by district"),
        "overlapRules": _("The rules and unit costs by which works that collide are found and ranked"),
    }


def _of_collections(page: Page) -> dict[str, str]:
    _ = page.translate
    return {
        "_items": _("features"),
        "_item": _("one feature"),
        "_queryables": _("what can be filtered by"),
        "_sortables": _("what can be sorted by"),
        "_schema": _("what the properties are"),
        ".collection.vector.getTileSetsList": _("tile sets"),
        ".collection.vector.getTileSet": _("a tile set"),
        ".collection.vector.getTile": _("a vector tile; an empty one has no bytes"),
    }


def _of_features(page: Page) -> dict[str, str]:
    """What the parameters mean by which features are chosen and written."""
    _ = page.translate
    return {
        "f": _("Format of the answer."),
        "by": _("Whether each agency or each district is told of."),
        "as-of": _("The answer as it was at this past instant, or at the end of this day in the city."),
        "limit": _("Most features on a page, 1 to {maximum}; {default} where it is not given."),
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
        "project": _("Only pairs with one of these works (ids, joined by commas)."),
        "quarter": _("Only what matters in this quarter, like 2026-Q3."),
        "field": _("Only this field of the disclosure policy."),
        "month": _("The end of this month, as 2026-10, or of every month (all); now where it is not given."),
        "table": _("Which table as CSV: agency by field, or a row for each agency with its duties."),
        "mapped": _("Only works with a place on the map (true), or only those without (false)."),
        "boundary_set": _("Boundary sets whose districts are meant (codes, joined by commas); of tiles a single one."),
        "cursor": _("Where the next page begins: taken from a next link."),
    }


def _of_others(page: Page) -> dict[str, str]:
    """What the parameters mean of one feature, of tiles, of changes, of maps and of the log."""
    _ = page.translate
    return {
        "featureId": _("The feature's public id."),
        "projectId": _("The work's public id."),
        "since": _("Only what was published behind this place: a line's cursor, or a publication's number."),
        "below": _("Only versions below this number."),
        "url": _("The address of a map's page on this site."),
        "maxwidth": _("The most pixels across."),
        "maxheight": _("The most pixels down."),
        "tileMatrixSetId": _("The division of the world into tiles."),
        "tileMatrix": _("The zoom."),
        "tileRow": _("The row, from the north."),
        "tileCol": _("The column, from the west."),
        "fontStack": _("The font."),
        "range": _("The first and the last of 256 code points."),
        "position": _("The record, counted from 0; the last one where it is not given."),
        "id": _("The project whose records are meant."),
        "version": _("The version, from 1."),
        "kind": _("What is recorded of the version: that it was published, or that something of it was purged."),
        "size": _("How many records; those of the newest checkpoint where it is not given."),
        "from": _("How many records there were before; 0 where it is not given."),
        "to": _("How many records there were after; those of the newest checkpoint where it is not given."),
        "first": _("The record to begin with, counted from 0."),
        "texts": _("Whether each record comes with its text."),
        "format": _("The format, as the end of a file's name."),
    }
