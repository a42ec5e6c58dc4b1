"""The report for readers: what is open, at stake, agreed and saved, of the city, by agency and by district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from fastapi import APIRouter
from starlette.responses import Response

from api.http.parameters import read
from api.pages.overlap_choosing import agencies, districts
from api.pages.pairing_names import outcome_names
from api.pages.site import Here, Page
from api.planning.reports import ADDRESS, ALL
from geo.overlaps.reporting import By, Line, Report, report
from geo.values import Money

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of agencies or districts by what `by` calls them in addresses, those with most at stake first."""

    by: By
    names: Mapping[str, str]
    lines: Sequence[Line]


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def overlaps_report(page: Here) -> Response:
    """Both tables, or the one that `by` asks for."""
    asked: By | None = read(page.request, ALL).get("by")
    told = [await _report(page, by) for by in get_args(By) if asked in {None, by}]
    currency = told[0].currency
    return await page.show(
        "overlaps_report.html",
        whole=told[0].whole,
        tables=[await _lines(page, one) for one in told],
        outcomes=outcome_names(page.translate),
        amount=lambda value: page.writing.money(Money(Decimal(round(value)), currency)),
    )


async def _report(page: Page, by: By) -> Report:
    return await report(page.ctx.pool, by, as_of=page.ctx.as_of, today=page.ctx.today())


async def _lines(page: Page, told: Report) -> Lines:
    """Lines with names. Districts of another division of the city have none here: a pair counts there as well."""
    names = await (agencies if told.by == "agency" else districts)(page)
    lines = [line for line in told.lines if told.by == "agency" or line.code in names]
    return Lines(told.by, names, sorted(lines, key=lambda line: (-line.at_stake, line.code or "")))
