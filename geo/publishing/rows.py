"""A disclosed project as one row of the staging table."""

from __future__ import annotations

from typing import Any, Final

import shapely

from geo.disclosure import FACTS, Disclosed
from geo.project import Project
from geo.publishing.texts import as_json
from geo.values import Money, Progress, name_in

COLUMNS: Final = (
    "row_number, project_id, title, titles, descriptions, status, category, agency, contractor, supervisor, address, "
    "original_start, original_end, planned_start, planned_end, actual_start, actual_end, "
    "progress_planned, progress_actual, progress_as_of, original_budget, original_budget_currency, "
    "budget, budget_currency, contract_amount, contract_currency, location_source, location_method, "
    "location_accuracy, location_verified_by, location_verified_on, declared_districts, withheld, blocked, "
    "withdrawn, sample, reports, footprint, details, ground, generalised, delayed, corrected"
)

_DERIVED_FROM: Final = frozenset({*FACTS, "changes"})


def staged_row(number: int, disclosed: Disclosed, languages: tuple[str, ...]) -> tuple[Any, ...]:
    """The values of `COLUMNS`; the title is the one in the first of the languages that has one."""
    p = disclosed.project
    return (
        number,
        p.id,
        name_in(p.titles, *languages),
        as_json(dict(p.titles)),
        as_json(dict(p.descriptions)),
        p.status,
        p.category,
        p.agency,
        *_facts(p),
        list(p.districts),
        sorted(disclosed.withheld),
        sorted(_blocked(disclosed)),
        False,
        p.sample,
        as_json([_report(r) for r in _reports(p)]),
        None
        if p.footprint is None
        else shapely.to_wkb(shapely.set_srid(p.footprint, 4326), hex=True, include_srid=True),
        p.details.as_json(),
        disclosed.ground,
        sorted(disclosed.generalised),
        sorted(disclosed.delayed),
        sorted(disclosed.corrected),
    )


def _blocked(disclosed: Disclosed) -> frozenset[str]:
    """What nothing is derived for; not what nobody entered of the details, since only changes are counted."""
    return disclosed.blocked & (_DERIVED_FROM | disclosed.withheld)


def _facts(p: Project) -> tuple[Any, ...]:
    return (
        p.contractor,
        p.supervisor,
        p.address,
        p.original_start,
        p.original_end,
        p.planned_start,
        p.planned_end,
        p.actual_start,
        p.actual_end,
        p.progress.planned,
        p.progress.actual,
        p.progress.as_of,
        *_money(p.original_budget),
        *_money(p.budget),
        *_money(p.contract_amount),
        p.location.source,
        p.location.method,
        p.location.accuracy,
        p.location.verified_by,
        p.location.verified_on,
    )


def _reports(p: Project) -> tuple[Progress, ...]:
    """The dated reports; dated progress is one too, and has the last word on its date."""
    if p.progress.as_of is None:
        return p.reports
    return (*(report for report in p.reports if report.as_of != p.progress.as_of), p.progress)


def _money(money: Money | None) -> tuple[Any, Any]:
    return (None, None) if money is None else (money.amount, money.currency)


def _report(report: Progress) -> dict[str, str | None]:
    return {
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "planned": None if report.planned is None else str(report.planned),
        "actual": None if report.actual is None else str(report.actual),
    }
