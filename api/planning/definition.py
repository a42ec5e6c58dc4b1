"""What planners' questions add to what the service says of itself."""

from __future__ import annotations

from typing import Any, Final

from api.context import Context
from api.limits import Sizes
from api.ogc.links import Link, link
from api.ogc.openapi import content, documents, reading
from api.ogc.parts import Part
from api.planning import reports

_TAG: Final = "planning"


def paths(sizes: Sizes) -> dict[str, Any]:
    """The paths as OpenAPI 3.0."""
    return {
        "/overlaps/report": reading(
            _TAG,
            "overlapsReport",
            "Works that collide by agency or district: open, at stake, agreed and saved",
            content({"application/json": "object", "text/csv": "text"}),
            documents(reports.ALL, sizes),
            problems=(406,),
        )
    }


def _links(ctx: Context) -> list[Link]:
    title = "Works that collide: what is open, agreed and saved"
    return [link("related", f"{ctx.links}/overlaps/report", "application/json", title)]


PLANNING: Final = Part(tag=_TAG, paths=paths, links=_links)
