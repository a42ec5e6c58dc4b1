"""Everything that is published of one project, as one frozen row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from geo import then
from geo.details import Details, details
from geo.errors import NotFound
from geo.project import Accuracy, LocationTrust
from geo.projects.cards import money
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.values import Bbox, Money, Names, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictShare:
    """How much of a footprint lies in a district: `share` is 0..1; both None where the agency only names the district.

    `amount` is in square metres, metres or points, as `measure` (area, length, count, declared) says.
    """

    district_id: str
    names: Names
    set_code: str
    measure: str
    amount: float | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDetail:
    """A project with all its facts. `None` is not entered, unless `withheld` or `purged` names the fact.

    `reports` are the progress reports by date, the latest word on each; `view` is the footprint's box in CRS84.
    """

    id: str
    titles: Names
    descriptions: Names
    status: str | None
    category: str | None
    agency: str
    agency_names: Names
    contractor: str | None
    supervisor: str | None
    address: str | None
    original_start: date | None
    original_end: date | None
    planned_start: date | None
    planned_end: date | None
    actual_start: date | None
    actual_end: date | None
    progress: Progress
    reports: tuple[Progress, ...]
    original_budget: Money | None
    budget: Money | None
    contract_amount: Money | None
    location: LocationTrust
    withheld: frozenset[str]
    generalised: frozenset[str]
    purged: frozenset[str]
    sample: bool
    version: int
    publication: int
    published_at: datetime
    days_late: int | None
    days_silent: int | None
    end_shift_days: int | None
    extension_count: int | None
    cost_growth: Decimal | None
    progress_gap: Decimal | None
    details: Details
    mapped: bool
    view: Bbox | None
    shares: tuple[DistrictShare, ...]


_PLAIN = (
    *("id", "status", "category", "agency", "contractor", "supervisor", "address"),
    *("original_start", "original_end", "planned_start", "planned_end", "actual_start", "actual_end"),
    *("sample", "version", "publication", "published_at", "days_late", "days_silent", "mapped"),
    *("end_shift_days", "extension_count", "cost_growth", "progress_gap"),
)


async def project_detail(
    pool: ReadPool, project_id: str, *, today: date, zone: str = "UTC", as_of: int | None = None
) -> ProjectDetail:
    """The published facts of a project, of now or of the publication `as_of`. Raises NotFound."""
    row = await then.row(pool, query("projects/detail"), today, project_id, zone, as_of=as_of)
    if row is None:
        raise NotFound(f"No published project has the id {project_id!r}.")
    return _detail(row)


def _detail(row: Mapping[str, Any]) -> ProjectDetail:
    withheld = frozenset(row["withheld"])
    return ProjectDetail(
        **{name: row[name] for name in _PLAIN},
        titles=json.loads(row["titles"]),
        descriptions=json.loads(row["descriptions"]),
        agency_names=json.loads(row["agency_names"]),
        progress=Progress(row["progress_planned"], row["progress_actual"], row["progress_as_of"]),
        reports=_reports(json.loads(row["reports"]), frozenset(row["blocked"])),
        original_budget=money(row, "original_budget", "original_budget_currency"),
        budget=money(row, "budget", "budget_currency"),
        contract_amount=money(row, "contract_amount", "contract_currency"),
        location=_location(row),
        withheld=withheld,
        generalised=frozenset(row["generalised"]),
        purged=frozenset(row["purged"]),
        details=details(json.loads(row["details"], parse_float=Decimal)),
        view=Bbox(row["west"], row["south"], row["east"], row["north"]) if row["west"] is not None else None,
        shares=tuple(DistrictShare(**share) for share in json.loads(row["shares"])),
    )


def _location(row: Mapping[str, Any]) -> LocationTrust:
    accuracy = row["location_accuracy"]
    return LocationTrust(
        source=row["location_source"],
        method=row["location_method"],
        accuracy=None if accuracy is None else Accuracy(accuracy),
        verified_by=row["location_verified_by"],
        verified_on=row["location_verified_on"],
    )


def _reports(rows: list[dict[str, str | None]], blocked: frozenset[str]) -> tuple[Progress, ...]:
    """The reports; what is withheld now is withheld of earlier reports too."""
    if "progress_as_of" in blocked:
        return ()
    return tuple(
        Progress(
            planned=_fraction(row["planned"], "progress_planned" in blocked),
            actual=_fraction(row["actual"], "progress_actual" in blocked),
            as_of=date.fromisoformat(str(row["as_of"])),
        )
        for row in rows
    )


def _fraction(text: str | None, hidden: bool) -> Decimal | None:
    return None if text is None or hidden else Decimal(text)
