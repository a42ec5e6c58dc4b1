"""TimeMaps (RFC 7089, section 5): all mementos of a project, as links or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.http.answers import answer, compact
from api.http.negotiation import weights
from api.http.parameters import Parameter, read
from api.ogc.mementos import LINK_FORMAT, http_date, instant, memento
from api.ogc.values import one_of
from geo.history.mementos import instants

JSON: Final = "application/json"
F: Final = Parameter(
    "f",
    "Format of the answer.",
    {"type": "string", "enum": ["link", "json"], "default": "link"},
    one_of("link", "json"),
)


async def time_map(request: Request, ctx: Context, project_id: str, here: str) -> Response:
    """All mementos of the project that is at the address `here`. Raises NotFound."""
    given = read(request, (F,))
    published = await instants(ctx.pool, project_id)
    wanted = given.get("f") or _liked(request.headers.get("accept", ""))
    if wanted == "json":
        return answer(request, compact(_json(here, published)).encode(), JSON)
    return answer(request, _links(here, published).encode(), LINK_FORMAT)


def _liked(accepted: str) -> str:
    liked = dict(weights(accepted))
    return "json" if liked.get(JSON, 0.0) > liked.get(LINK_FORMAT, 0.0) else "link"


def _links(here: str, published: Sequence[datetime]) -> str:
    first, last = http_date(published[0]), http_date(published[-1])
    lines = [
        f'<{here}>;rel="original timegate"',
        f'<{here}/timemap>;rel="self";type="{LINK_FORMAT}";from="{first}";until="{last}"',
        f'<{here}/timemap?f=json>;rel="alternate";type="{JSON}"',
    ]
    for place, at in enumerate(published):
        names = " ".join(name for name, where in (("first", 0), ("last", len(published) - 1)) if place == where)
        relation = f"{names} memento".strip()
        lines.append(f'<{memento(here, at)}>;rel="{relation}";datetime="{http_date(at)}"')
    return ",\n".join(lines) + "\n"


def _json(here: str, published: Sequence[datetime]) -> dict[str, Any]:
    told = [{"datetime": instant(at), "uri": memento(here, at)} for at in published]
    return {
        "original_uri": here,
        "timegate_uri": here,
        "timemap_uri": {"link_format": f"{here}/timemap", "json_format": f"{here}/timemap?f=json"},
        "mementos": {"first": told[0], "last": told[-1], "list": told},
    }
