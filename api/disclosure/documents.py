"""What is measured of the disclosure as JSON and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from api.disclosure.measuring import AgencyMeasure, Measured
from data.duties import BENCHMARK
from geo.disclosures.counts import Cell, Counts, Month, totals

_COUNTS: Final = (
    "of", "published", "zeros", "generalised", "withheld", "delayed", "not_entered", "rate", "entered",
)  # fmt: skip
COLUMNS: Final = ("month", "agency", "field", *_COUNTS)
AGENCY_COLUMNS: Final = (
    "date", "month", "agency", "projects", "unmapped", "held", *_COUNTS, "benchmark_rate", "updated_on",
    "days_since_update", "working_days_since_update", "ongoing", "progress_told", "decisions", "decisions_in_time",
)  # fmt: skip
_FRACTION: Final = 6


def measured(told: Measured) -> dict[str, Any]:
    """All of it."""
    return {
        "date": told.today.isoformat(),
        "month": _month(told.month),
        **figures(told.total),
        "projects": told.works.all,
        "unmapped": told.works.unmapped,
        "held": told.held,
        "benchmark": BENCHMARK.model_dump(),
        "duty": _duty(told),
        "agencies": [_agency(one, told) for one in told.agencies],
        "fields": [{"field": field, **figures(sums)} for field, sums in totals(told.cells, by="field").items()],
        "months": [_of_month(one) for one in told.months],
        "cells": [_cell(one) for one in told.cells],
    }


def figures(counts: Counts) -> dict[str, Any]:
    """Counts by their names, with what follows from them."""
    return {
        "of": counts.of,
        "published": counts.published,
        "zeros": counts.zeros,
        "generalised": counts.generalised,
        "withheld": counts.withheld,
        "delayed": counts.delayed,
        "not_entered": counts.not_entered,
        "rate": _rounded(counts.rate),
        "entered": _rounded(counts.entered_share),
    }


def rows(cells: Iterable[Cell]) -> Iterator[Sequence[Any]]:
    """Cells as the rows of a table with `COLUMNS`."""
    for one in cells:
        told = figures(one.counts)
        yield (_month(one.month), one.agency, one.field, *(told[name] for name in COLUMNS[3:]))


def agency_rows(told: Measured) -> Iterator[Sequence[Any]]:
    """Agencies as the rows of a table with `AGENCY_COLUMNS`; empty cells where the country asks for nothing."""
    same = {"date": told.today.isoformat(), "month": _month(told.month), "benchmark_rate": BENCHMARK.rate}
    for one in told.agencies:
        known = _agency(one, told) | same | {"agency": one.code}
        yield [known.get(name) for name in AGENCY_COLUMNS]


def monthly(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """Cells with the months that they are of."""
    return [{"month": _month(one.month), **_cell(one)} for one in cells]


def _rounded(fraction: float | None) -> float | None:
    return None if fraction is None else round(fraction, _FRACTION)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _cell(cell: Cell) -> dict[str, Any]:
    return {"agency": cell.agency, "field": cell.field, **figures(cell.counts)}


def _of_month(one: Month) -> dict[str, Any]:
    return {"month": _month(one.month), "projects": one.projects, **figures(one.counts)}


def _agency(one: AgencyMeasure, told: Measured) -> dict[str, Any]:
    known = {
        "code": one.code,
        "names": dict(one.names),
        "projects": one.works.all,
        "unmapped": one.works.unmapped,
        "held": one.held,
        **figures(one.counts),
        "updated_on": one.updated_on.isoformat(),
        "days_since_update": one.days,
    }
    if told.duty is None:
        return known
    return known | {
        "working_days_since_update": one.working_days,
        "ongoing": one.ongoing,
        "progress_told": one.reported,
        "decisions": one.timely.decisions,
        "decisions_in_time": one.timely.in_time,
    }


def _duty(told: Measured) -> dict[str, Any] | None:
    if told.duty is None:
        return None
    return {
        "country": told.duty.country,
        "basis": told.duty.basis,
        "decision_working_days": told.duty.decision.working_days,
        "progress_day": told.duty.progress.day,
        "progress_after": told.period[0].isoformat(),
        "progress_due": told.period[1].isoformat(),
    }
