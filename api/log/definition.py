"""What the log adds to what the service says of itself."""

from __future__ import annotations

from typing import Any, Final

from api.context import Context
from api.http.parameters import Parameter
from api.limits import Sizes
from api.log import declared
from api.log.routes import LINES
from api.ogc.links import Link, link
from api.ogc.openapi import content, documents, reading
from api.ogc.parts import Part

_TAG: Final = "log"
_JSON: Final = content({"application/json": "object"})
_NOTE: Final = content({"text/plain": "text"})
_LINES: Final = content({LINES: "text"})
_PATHS: Final[tuple[tuple[str, str, str, dict[str, Any], tuple[Parameter, ...]], ...]] = (
    ("", "log", "The transparency log: its size, its newest checkpoint and its keys", _JSON, declared.RESOURCE),
    ("/checkpoint", "logCheckpoint", "The newest checkpoint, a signed note", _NOTE, ()),
    ("/leaves", "logLeaves", "The leaves of the log as lines of JSON", _LINES, declared.LINES),
    ("/inclusion", "logInclusion", "The proof that a version is in the log", _JSON, declared.INCLUSION),
    ("/consistency", "logConsistency", "The proof that the log has only grown", _JSON, declared.CONSISTENCY),
)


def paths(sizes: Sizes) -> dict[str, Any]:
    """The paths of the log as OpenAPI 3.0."""
    return {
        f"/log{rest}": reading(_TAG, operation, told, shown, documents(parameters, sizes), problems=(404, 406))
        for rest, operation, told, shown, parameters in _PATHS
    }


def _links(ctx: Context) -> list[Link]:
    return [link("related", f"{ctx.links}/log", "application/json", "The transparency log")]


LOG: Final = Part(tag=_TAG, paths=paths, links=_links)
