"""The facts of a project after a push: what it says takes its place, what it leaves out stays or goes by one rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from data.intake.model import (
    KEPT,
    ChangesPush,
    ContractsPush,
    DatedReport,
    Facts,
    Ordered,
    PaymentsPush,
    ProgressPush,
    ProgressReport,
    ProjectPush,
    SentChange,
    SentContract,
    entered,
)
from data.intake.revisions import Conditional
from geo.details import SECTIONS, Change, ChangeType, Contract, Details, Part, Payment

AnyPart = TypeVar("AnyPart", bound=Part)
_OWN: Final = ("code", "sequence", "source_time", *Conditional.model_fields)


def merged(facts: Facts | None, said: Ordered) -> Facts:
    """The facts after a push, of which the first must be one of the whole project.

    Raises KeyError, with the contract's id, where a payment names a contract that the project has not.
    """
    if isinstance(said, ProjectPush):
        return _whole(facts, said)
    assert facts is not None  # noqa: S101 - the caller looks for the project first
    match said:
        case ProgressPush():
            return _with_reports(facts, [DatedReport(**_without(entered(said)))])
        case ContractsPush():
            return _renewed(facts, contracts=_with_contracts(facts.contracts, said.contracts))
        case PaymentsPush():
            return _renewed(facts, contracts=_with_payments(facts.contracts or (), said))
        case ChangesPush():
            return _with_changes(facts, said.changes)
        case _:
            return facts


def _whole(facts: Facts | None, said: ProjectPush) -> Facts:
    given = _without(entered(said))
    kept = {} if facts is None else {name: getattr(facts, name) for name in KEPT if name not in given}
    members: dict[str, Any] = {**dict.fromkeys(Facts.model_fields), **kept, **given}
    whole = Facts.model_construct(**members)  # each of them was read strictly before
    reports = [DatedReport(**entered(one)) for one in (whole.progress,) if one is not None and one.as_of is not None]
    return _with_reports(whole, reports)


def _with_reports(facts: Facts, more: Iterable[DatedReport]) -> Facts:
    """Reports by their day, later ones in place of earlier ones; the newest is the progress, unless that has no day."""
    by_day = {report.as_of: report for report in (*(facts.reports or ()), *more)}
    reports = tuple(by_day[day] for day in sorted(by_day))
    progress = facts.progress
    if reports and (progress is None or progress.as_of is None or progress.as_of <= reports[-1].as_of):
        newest = reports[-1]
        progress = ProgressReport(planned=newest.planned, actual=newest.actual, as_of=newest.as_of)
    return _renewed(facts, reports=reports or facts.reports, progress=progress)


def _with_contracts(known: Iterable[Contract] | None, sent: Iterable[SentContract]) -> tuple[Contract, ...]:
    by_id = {contract.id: contract for contract in known or ()}
    for one in sent:
        before = by_id.get(one.id)
        kept = {} if before is None else {name: getattr(before, name) for name in ("subcontracts", "payments")}
        by_id[one.id] = Contract(**(_entered_only(kept) | _without(entered(one), "projects")))
    return tuple(by_id.values())


def _with_payments(known: Iterable[Contract], said: PaymentsPush) -> tuple[Contract, ...]:
    by_id = {contract.id: contract for contract in known}
    for sent in said.payments:
        contract = by_id[sent.contract]
        payment = Payment(**_without(entered(sent), "contract"))
        payments = _replaced(contract.payments or (), [payment])
        by_id[contract.id] = contract.model_copy(update={"payments": payments})
    return tuple(by_id.values())


def _with_changes(facts: Facts, sent: Iterable[SentChange]) -> Facts:
    changes = _replaced(facts.changes or (), [Change(**entered(one)) for one in sent])
    extensions = [one for one in changes if one.type is ChangeType.DURATION and one.new_end is not None]
    newest = max(extensions, key=lambda one: (str(one.date or ""), one.id), default=None)
    moved = {} if newest is None else {"planned_end": newest.new_end}
    return _renewed(facts, changes=changes, **moved)


def _replaced(known: Iterable[AnyPart], sent: Iterable[AnyPart]) -> tuple[AnyPart, ...]:
    return tuple({getattr(part, "id"): part for part in (*known, *sent)}.values())  # noqa: B009 - each of them has one


def _renewed(facts: Facts, **changes: Any) -> Facts:  # noqa: ANN401 - members of any type
    """The facts with these members, sections in their order."""
    ordered = {name: getattr(Details(**{name: parts}), name) for name, parts in changes.items() if name in SECTIONS}
    return facts.model_copy(update=changes | ordered)


def _without(members: Mapping[str, Any], *more: str) -> dict[str, Any]:
    return {name: value for name, value in members.items() if name not in (*_OWN, *more)}


def _entered_only(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
