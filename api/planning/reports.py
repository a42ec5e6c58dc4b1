"""What is open, agreed and saved, by agency or district, for programs; readers are sent to the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.context import Ctx
from api.http.answers import answer, see_page
from api.http.negotiation import MEDIA_TYPE, Format, negotiate
from api.http.parameters import Parameter, read
from api.ogc.declared import AS_OF
from api.ogc.links import header, link, selves
from api.ogc.values import one_of
from data.tables import csv_rows
from geo.details import exact_json
from geo.overlaps.classes import Class
from geo.overlaps.reporting import By, Line, Report, report
from geo.overlaps.savings import Outcome

router = APIRouter()
F: Final = Parameter("f", "Format of the answer.", {"type": "string", "enum": ["json", "csv", "html"]})
BY: Final = Parameter(
    "by",
    "A line for each agency, or for each district.",
    {"type": "string", "enum": list(get_args(By))},
    one_of(*get_args(By)),
)
ALL: Final = (F, BY, AS_OF)
FORMATS: Final = (Format.JSON, Format.HTML, Format.CSV)
ADDRESS: Final = "/overlaps/report"
COLUMNS: Final = (
    *("by", "code", *(f"open_{kind.replace('-', '_')}" for kind in Class)),
    *("shared_length_m", "shared_area_m2", "days", "at_stake", *(f"joined_{become}" for become in Outcome)),
    *("agreed", "realised", "currency"),
)


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def overlaps_report(request: Request, ctx: Ctx) -> Response:
    """Open conflicts, what is at stake, and what was agreed and saved; now, or as of a past instant."""
    given = read(request, ALL)
    chosen = negotiate(request, FORMATS)
    if chosen is Format.HTML:
        return see_page(request)
    asked = await ctx.at(given)
    by: By = given.get("by") or "agency"
    told = await report(ctx.pool, by, as_of=asked.as_of, today=asked.today())
    licence = link("license", ctx.city.licence_url, "text/html", ctx.city.licence)
    if chosen is Format.CSV:
        body = await run_in_threadpool(csv_rows, COLUMNS, list(rows(told)))
        name = f'attachment; filename="overlaps-by-{by}.csv"'
        return answer(
            request, body, MEDIA_TYPE[chosen], headers={"Content-Disposition": name, "Link": header([licence])}
        )
    links = [*selves(request, ctx.links, FORMATS, chosen), licence]
    return answer(request, exact_json(document(told) | {"links": links}).encode(), MEDIA_TYPE[chosen])


def document(told: Report) -> dict[str, Any]:
    """A report as JSON."""
    return {
        "by": told.by,
        "currency": told.currency,
        "rules": {"title": told.rules.title, "fingerprint": told.rules.fingerprint},
        "total": _line(told.whole),
        "lines": [{"code": line.code} | _line(line) for line in told.lines],
    }


def rows(told: Report) -> Iterator[list[Any]]:
    """A report as rows of `COLUMNS`; the first one, without a code, is of all together."""
    for line in (told.whole, *told.lines):
        plain = _line(line)
        values = {f"open_{kind.replace('-', '_')}": number for kind, number in plain["open"].items()}
        values |= {f"joined_{become}": number for become, number in plain["joined"].items()}
        values |= plain | {"by": told.by, "code": line.code, "currency": told.currency}
        yield [values[name] for name in COLUMNS]


def _line(line: Line) -> dict[str, Any]:
    return {
        "open": _counts(line.open, Class),
        "shared_length_m": round(line.metres, 1),
        "shared_area_m2": round(line.square_metres, 1),
        "days": line.days,
        "at_stake": line.at_stake,
        "joined": _counts(line.joined, Outcome),
        "agreed": line.agreed,
        "realised": line.realised,
    }


def _counts(found: Mapping[Any, int], kinds: type[Class] | type[Outcome]) -> dict[str, int]:
    return {str(kind): found.get(kind, 0) for kind in kinds}
