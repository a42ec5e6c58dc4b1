"""Mementos (RFC 7089): a project's own address is its TimeGate, `as-of` gives its mementos.

Pattern 1.1 of the RFC: the original resource answers `Accept-Datetime` itself, by 302 to the memento's address.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.http.negotiation import header_of
from geo.errors import BadRequest
from geo.history.mementos import instants, nearest

AS_OF: Final = "as-of"
VARY: Final = "Accept, Accept-Encoding, Accept-Datetime"
LINK_FORMAT: Final = "application/link-format"
_ASKED: Final = b"accept-datetime"


def asks(request: Request) -> bool:
    """Whether a request asks for what was there at another time, at an address that is not of one itself."""
    return header_of(request, _ASKED) is not None and AS_OF not in request.query_params


def instant(at: datetime) -> str:
    """An instant as mementos are asked: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def http_date(at: datetime) -> str:
    """An instant as HTTP writes it, to the second."""
    return format_datetime(at.astimezone(UTC), usegmt=True)


def links(here: str) -> str:
    """The links of a project that is at the address `here`, as a Link header."""
    return f'<{here}>; rel="original timegate", <{here}/timemap>; rel="timemap"; type="{LINK_FORMAT}"'


def said(here: str, at: datetime | None) -> dict[str, str]:
    """What a project says of its mementos, and where it is one itself, of when it is; None is now."""
    return {"Link": links(here)} | ({} if at is None else {"Memento-Datetime": http_date(at)})


async def gate(request: Request, ctx: Context, project_id: str, here: str) -> Response:
    """The way to the memento that a request asks for. Raises BadRequest, and NotFound."""
    asked = _parsed(header_of(request, _ASKED) or "")
    published = await instants(ctx.pool, project_id)
    place = nearest(published, asked)
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != AS_OF]
    target = f"{here}?{urlencode([*kept, (AS_OF, instant(published[place]))], safe=':')}"
    said = {
        "Location": target,
        "Vary": VARY,
        "Cache-Control": "public, no-cache",
        "Link": f"{links(here)}, {_neighbours(here, published, place)}",
    }
    return Response(status_code=302, headers=said)


def memento(here: str, at: datetime) -> str:
    """The address of a memento."""
    return f"{here}?{AS_OF}={instant(at)}"


def _neighbours(here: str, published: Sequence[datetime], place: int) -> str:
    """The first and the last memento, the one at a place, and those beside it; one may be several of them."""
    last = len(published) - 1
    named = {"first": 0, "prev": place - 1, "": place, "next": place + 1, "last": last}
    told: dict[int, list[str]] = {}
    for name, at in named.items():
        if 0 <= at <= last:
            told.setdefault(at, []).append(name)
    return ", ".join(
        f'<{memento(here, published[at])}>; rel="{" ".join([*filter(None, names), "memento"])}"; '
        f'datetime="{http_date(published[at])}"'
        for at, names in sorted(told.items())
    )


def _parsed(text: str) -> datetime:
    try:
        at = parsedate_to_datetime(text[:100])
    except (ValueError, OverflowError) as cause:
        raise BadRequest("Accept-Datetime is a date like Tue, 31 Mar 2026 17:00:00 GMT.") from cause
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
