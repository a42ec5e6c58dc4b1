"""What the standards add to what the service says of itself."""

from __future__ import annotations

from typing import Any, Final

from api.context import Context
from api.limits import Sizes
from api.ogc.links import Link, link
from api.ogc.openapi import content, documents, reading
from api.ogc.parts import Part
from api.standards import catalogue, oc4ids, oembed

_TAG: Final = "standards"
_JSON: Final = content({"application/json": "object"})


def paths(sizes: Sizes) -> dict[str, Any]:
    """The paths as OpenAPI 3.0."""
    project_id = {"name": "projectId", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 200}}
    one = f"{oc4ids.PATH}/projects/{{projectId}}"
    return {
        oc4ids.PATH: reading(
            _TAG,
            "oc4ids",
            "Projects as OC4IDS packages",
            _JSON,
            documents(oc4ids.PARAMETERS, sizes),
            problems=(404,),
        ),
        one: reading(
            _TAG,
            "oc4ids_project",
            "One project as an OC4IDS package",
            _JSON,
            [project_id, *documents(oc4ids.ONE, sizes)],
            problems=(404,),
        ),
        catalogue.PATH: reading(
            _TAG,
            "dcat",
            "The catalogue as DCAT (JSON-LD)",
            content({catalogue.MEDIA: "object"}),
            documents(catalogue.PARAMETERS, sizes),
        ),
        oembed.PATH: reading(
            _TAG,
            "oembed",
            "The frame that shows a page's map (oEmbed)",
            content({"application/json": "object", "text/xml": "object"}),
            [one | {"required": one["name"] == "url"} for one in documents(oembed.PARAMETERS, sizes)],
            problems=(404, 501),
        ),
    }


def _links(ctx: Context) -> list[Link]:
    return [
        link("related", f"{ctx.links}{oc4ids.PATH}", "application/json", "Projects as OC4IDS packages"),
        link("describedby", f"{ctx.links}{catalogue.PATH}", catalogue.MEDIA, "The catalogue as DCAT"),
    ]


def _collection_links(ctx: Context, collection: str) -> list[Link]:
    if collection != "projects":
        return []
    return [link("related", f"{ctx.links}{oc4ids.PATH}", "application/json", "Projects as OC4IDS packages")]


STANDARDS: Final = Part(tag=_TAG, paths=paths, links=_links, collection_links=_collection_links)
