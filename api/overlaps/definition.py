"""What overlaps add to what the service says of itself: its definition, and links."""

from __future__ import annotations

from typing import Any, Final

from api.context import Context
from api.limits import Sizes
from api.ogc.links import Link
from api.ogc.openapi import content, documents, reading
from api.ogc.parts import Part
from api.overlaps.routes import ADDRESS, JSON, LEFT_OUT, PARAMETERS, F, left_out_link, rules_link

_TAG: Final = "overlaps"


def paths(sizes: Sizes) -> dict[str, Any]:
    """The paths of overlaps beside their collection, as OpenAPI 3.0."""
    told = "The rules by which overlaps are found and ranked, with every unit cost and its source"
    nothing = "The works that are compared with nothing, and why"
    return {
        ADDRESS: reading(_TAG, "overlapRules", told, content({JSON: "object"}), documents(PARAMETERS, sizes)),
        LEFT_OUT: reading(_TAG, "overlapsNotCompared", nothing, content({JSON: "object"}), documents((F,), sizes)),
    }


def _links(ctx: Context) -> list[Link]:
    return [rules_link(ctx), left_out_link(ctx)]


def _collection_links(ctx: Context, name: str) -> list[Link]:
    return [rules_link(ctx), left_out_link(ctx)] if name == "overlaps" else []


OVERLAPS: Final = Part(tag=_TAG, paths=paths, links=_links, collection_links=_collection_links)
