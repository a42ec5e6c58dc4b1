"""What the measured disclosure adds to what the service says of itself."""

from __future__ import annotations

from typing import Any, Final

from api.context import Context
from api.disclosure import declared
from api.limits import Sizes
from api.ogc.links import Link, link
from api.ogc.openapi import content, documents, reading
from api.ogc.parts import Part

_TAG: Final = "disclosure"
_SHOWN: Final = content({"application/json": "object", "text/csv": "text"})


def paths(sizes: Sizes) -> dict[str, Any]:
    """The paths as OpenAPI 3.0."""
    measured, registered = (documents(some, sizes) for some in (declared.MEASURED, declared.ALL))
    return {
        "/disclosure": reading(
            _TAG,
            "disclosure",
            "How much is published, withheld and not entered, by agency, field and month",
            _SHOWN,
            measured,
            problems=(404, 406),
        ),
        "/disclosure/withheld": reading(
            _TAG,
            "withheld",
            "The register of what is withheld, and on what ground",
            _SHOWN,
            registered,
            problems=(406,),
        ),
    }


def _links(ctx: Context) -> list[Link]:
    return [
        link("related", f"{ctx.links}/disclosure", "application/json", "How much is disclosed"),
        link("related", f"{ctx.links}/disclosure/withheld", "application/json", "The register of what is withheld"),
    ]


DISCLOSURE: Final = Part(tag=_TAG, paths=paths, links=_links)
