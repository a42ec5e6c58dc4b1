"""A work as the rules of overlaps look at it: when, how firm, and what it does to the ground."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from geo.codes import GROUND, Category, Firmness, Ground, Status
from geo.overlaps.streets import NOWHERE, Streets, streets
from geo.overlaps.windows import Period, Window
from geo.values import Money

_OF_STATUS: Final = {
    Status.IDENTIFICATION: Firmness.IDEA,
    Status.PREPARATION: Firmness.PLANNED,
    Status.IMPLEMENTATION: Firmness.ON_SITE,
    Status.SUSPENDED: Firmness.ON_SITE,
    Status.COMPLETION: Firmness.DONE,
    Status.COMPLETED: Firmness.DONE,
    Status.CANCELLED: Firmness.IDEA,
}
_TENDERS: Final = frozenset({"tenderNotice", "biddingDocuments", "awardNotice"})
"""Types of documents (OC4IDS `documentType`) that there are once a work was put out to tender."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One work. `length` and `area` are of its whole footprint, in metres and square metres.

    `window` has the actual days where they are known, else the planned ones; `early` and `late` are the earliest and
    the latest that its agency accepts. `seen` is the last day on which the work is known to have gone on. `contracts`
    are the ids of its contracts, `streets` what it lies along, where the city has loaded its roads. `axis_length` is
    how long a street is that is drawn as an area, in metres, 0 of anything else.
    """

    id: str
    agency: str
    title: str
    category: Category | None
    status: Status | None
    ground: frozenset[Ground]
    window: Window
    early: Window | None
    late: Window | None
    firmness: Firmness
    exception: str | None
    budget: Money | None
    length: float
    area: float
    seen: date | None = None
    contracts: frozenset[str] = frozenset()
    sample: bool = False
    streets: Streets = NOWHERE
    axis_length: float = 0.0

    @property
    def size(self) -> float:
        """Its length or its area, in metres or square metres; 0 of points."""
        return self.length or self.area

    def period(self, months: int) -> Period | None:
        """Its days; an open side is so many months long, or as long as the work is known to have gone on."""
        period = self.window.closed(months)
        if period is None or self.window.end is not None or self.seen is None or self.seen <= period.end:
            return period
        return Period(period.start, self.seen)

    def acceptable(self, months: int) -> Period | None:
        """The days that it could have: from the earliest start to the latest end; its own days once it has begun."""
        period = self.period(months)
        if period is None or self.firmness.begun:
            return period
        start, end = self.early and self.early.start, self.late and self.late.end
        return Period(min(period.start, start or period.start), max(period.end, end or period.end))


def placed(one: Site, row: Mapping[str, Any]) -> Site:
    """The same work with what a row of the query `overlaps/placement` says of its footprint."""
    sizes = {name: row[name] for name in ("length", "area", "axis_length")}
    return replace(one, streets=streets(row), **sizes)


def site(row: Mapping[str, Any]) -> Site:
    """A work from a row of what is published of it.

    The row has `id` and the columns of `published.project_version` that are read here (dates, `details` as JSON's own
    values or None, money in two columns), with `length` (m) and `area` (m2) of the footprint.
    """
    details: Mapping[str, Any] = row["details"] or {}
    said: Mapping[str, Any] = next(iter(details.get("coordination") or ()), {})
    category = Category(row["category"]) if row["category"] else None
    status = Status(row["status"]) if row["status"] else None
    firmness = _firmness(row, said, status, details)
    return Site(
        id=row["id"],
        agency=row["agency"],
        title=row["title"],
        category=category,
        status=status,
        ground=_ground(said, category),
        window=_window(row, firmness),
        early=_said_window(said, "early"),
        late=_said_window(said, "late"),
        firmness=firmness,
        exception=said.get("exception"),
        budget=None if row["budget"] is None else Money(row["budget"], row["budget_currency"]),
        length=row["length"],
        area=row["area"],
        seen=row["progress_as_of"] if firmness is Firmness.ON_SITE else None,
        contracts=frozenset(str(contract["id"]) for contract in details.get("contracts") or ()),
        sample=row.get("sample", False),
        streets=streets(row),
        axis_length=row.get("axis_length", 0.0),
    )


def _ground(said: Mapping[str, Any], category: Category | None) -> frozenset[Ground]:
    """What the agency says, else what such works do."""
    if (told := said.get("ground")) is not None:
        return frozenset(Ground(one) for one in told)
    return frozenset() if category is None else GROUND[category]


def _firmness(
    row: Mapping[str, Any], said: Mapping[str, Any], status: Status | None, details: Mapping[str, Any]
) -> Firmness:
    """What the agency says, unless the work has begun meanwhile; else what its facts tell."""
    known = _known_firmness(row, status, details)
    if known.begun or not said.get("firmness"):
        return known
    return Firmness(said["firmness"])


def _known_firmness(row: Mapping[str, Any], status: Status | None, details: Mapping[str, Any]) -> Firmness:
    if status is None and (row["actual_start"] or row["actual_end"]):
        return Firmness.DONE if row["actual_end"] else Firmness.ON_SITE
    known = _OF_STATUS.get(status, Firmness.PLANNED) if status else Firmness.PLANNED
    if known is not Firmness.PLANNED:
        return known
    if row["contractor"] or row["contract_amount"] is not None or _contracted(details.get("contracts") or ()):
        return Firmness.CONTRACTED
    return Firmness.TENDERED if _tendered(details) else Firmness.PLANNED


def _contracted(contracts: Iterable[Mapping[str, Any]]) -> bool:
    return any(contract.get("signed") or contract.get("status") == "active" for contract in contracts)


def _tendered(details: Mapping[str, Any]) -> bool:
    """Whether there is a contract that is not signed, a document of a tender, or somebody who tenders."""
    documents, participants = details.get("documents") or (), details.get("participants") or ()
    return (
        any(contract.get("status") in {None, "pending"} for contract in details.get("contracts") or ())
        or any(document.get("type") in _TENDERS for document in documents)
        or any("tenderer" in (one.get("roles") or ()) for one in participants)
    )


def _window(row: Mapping[str, Any], firmness: Firmness) -> Window:
    """Actual days where known, else planned; where the two contradict, the actual one and the planned length."""
    start, end = row["actual_start"] or row["planned_start"], row["actual_end"] or row["planned_end"]
    if start and end and start > end:
        length = _planned_length(row)
        if row["actual_end"]:
            return Window(None if length is None else end - length, end)
        return Window(start, None if length is None else start + length)
    return Window(start, _seen_end(row, firmness, end) if end and not row["actual_end"] else end)


def _seen_end(row: Mapping[str, Any], firmness: Firmness, end: date) -> date:
    """The planned end, or what the newest progress says: on site until then at least, done by then at the latest."""
    seen: date | None = row["progress_as_of"]
    if seen is None:
        return end
    if firmness is Firmness.ON_SITE:
        return max(end, seen)
    return (
        min(end, max(seen, row["actual_start"] or row["planned_start"] or seen)) if firmness is Firmness.DONE else end
    )


def _planned_length(row: Mapping[str, Any]) -> timedelta | None:
    """None where it is not known, or where dates that are told coarsely stand the wrong way round."""
    start, end = row["planned_start"], row["planned_end"]
    return end - start if start and end and start <= end else None


def _said_window(said: Mapping[str, Any], side: str) -> Window | None:
    if not said:
        return None
    start, end = (_day(said.get(f"{side}_{which}")) for which in ("start", "end"))
    if start and end and start > end:
        return None
    return Window(start, end) if start or end else None


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
