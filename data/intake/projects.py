"""From the facts of a push to a project of the domain, with every data rule that they break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeVar

from data.checks.facts import EARLIEST, LATEST, broken
from data.intake.findings import Finding, found, pointer
from data.intake.geometry import placed
from data.intake.model import DatedReport, Facts, ProgressReport
from data.rules import RULE, Reason, shown
from geo.city import City
from geo.codes import Category, Status
from geo.details import SECTIONS, Details, Value
from geo.project import Accuracy, LocationTrust, Project
from geo.values import Money, Progress

AnyCode = TypeVar("AnyCode", bound=StrEnum)
_TEXTS: Final = ("contractor", "supervisor", "address")
_DATES: Final = ("original_start", "original_end", "planned_start", "planned_end", "actual_start", "actual_end")
_MONEY: Final = ("original_budget", "budget", "contract_amount")
_LARGEST: Final = Decimal(10) ** 18
_EXACT: Final = Decimal(1).scaleb(-6)


@dataclass(frozen=True, slots=True)
class Named:
    """The facts of a project whose id and agency are known."""

    project_id: str
    agency: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Checked:
    """A project, and every data rule that it breaks; one that breaks any is never published."""

    project: Project
    findings: tuple[Finding, ...]


def checked(named: Sequence[Named], city: City) -> list[Checked]:
    """Projects of the domain, in their order, with what the rules say of each."""
    shapes = placed([(one.facts.geometry, one.facts.crs) for one in named], city)
    return [_one(one, footprint, reason) for one, (footprint, reason) in zip(named, shapes, strict=True)]


def _one(named: Named, footprint: Any, reason: Reason | None) -> Checked:  # noqa: ANN401 - a geometry or None
    facts, findings = named.facts, list(_broken(named.facts))
    plain: dict[str, Any] = {name: getattr(facts, name) for name in (*_TEXTS, *_DATES)}
    plain |= {name: _money(getattr(facts, name)) for name in _MONEY}
    project = Project(
        id=named.project_id,
        titles=dict(facts.titles),
        agency=named.agency,
        descriptions=dict(facts.descriptions or {}),
        status=_code(Status, facts.status),
        category=_code(Category, facts.category),
        progress=_progress(facts.progress),
        reports=tuple(_progress(report) for report in facts.reports or ()),
        footprint=footprint,
        location=_trust(facts),
        districts=tuple(dict.fromkeys(facts.districts or ())),
        details=Details(**{name: getattr(facts, name) for name in SECTIONS}),
        sample=bool(facts.sample),
        **plain,
    )
    findings += [found(one) for one in (*broken(project), *([reason] if reason else ()))]
    return Checked(project, tuple(findings))


def _broken(facts: Facts) -> Iterator[Finding]:
    """The rules that only JSON can break: a mapping's readers hold them for files."""
    for name, codes in (("status", Status), ("category", Category)):
        said = getattr(facts, name)
        if said is not None and _code(codes, said) is None:
            yield _finding(f"{name}.unknown", f"No code is {shown(said, 60)!r}: {', '.join(codes)}.", name)
    for name in _MONEY:
        money = getattr(facts, name)
        if money is not None and _too_large(money):
            yield _finding("money.large", RULE["money.large"].sentence, name, "amount")
    yield from _broken_reports(facts)
    accuracy = None if facts.location is None else facts.location.accuracy
    if accuracy is not None and _code(Accuracy, accuracy) is None:
        yield _finding("accuracy.unknown", f"An accuracy is one of {', '.join(Accuracy)}.", "location", "accuracy")


def _broken_reports(facts: Facts) -> Iterator[Finding]:
    told: list[tuple[tuple[str | int, ...], ProgressReport]] = []
    if facts.progress is not None:
        told.append((("progress",), facts.progress))
    told += [(("reports", n), report) for n, report in enumerate(facts.reports or ())]
    for place, report in told:
        for name in ("planned", "actual"):
            share = getattr(report, name)
            if share is not None and not 0 <= share <= 1:
                yield _finding("progress.range", "A progress is a fraction from 0 to 1.", *place, name)
        if isinstance(report, DatedReport) and not EARLIEST <= report.as_of <= LATEST:
            yield _finding("dates.far", RULE["dates.far"].sentence, *place, "as_of")


def _finding(rule: str, message: str, *place: str | int) -> Finding:
    return Finding(pointer(*place), rule, message)


def _code(codes: type[AnyCode], said: str | None) -> AnyCode | None:
    return codes(said) if said in {str(code) for code in codes} else None


def _too_large(value: Value) -> bool:
    return abs(value.amount) >= _LARGEST or value.amount != value.amount.quantize(_EXACT)


def _money(value: Value | None) -> Money | None:
    return None if value is None else value.money


def _progress(report: ProgressReport | None) -> Progress:
    """The progress; a share that is none is left out, since its rule holds the project anyway."""
    if report is None:
        return Progress()
    return Progress(_share(report.planned), _share(report.actual), report.as_of)


def _share(share: Decimal | None) -> Decimal | None:
    return share if share is not None and 0 <= share <= 1 else None


def _trust(facts: Facts) -> LocationTrust:
    said = facts.location
    if said is None or facts.geometry is None:
        return LocationTrust()
    return LocationTrust(
        source=said.source,
        method=said.method,
        accuracy=_code(Accuracy, said.accuracy),
        verified_by=said.verified_by,
        verified_on=said.verified_on,
    )
