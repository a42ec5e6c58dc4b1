"""The register of what is withheld: which fields, of whom, of how many projects, on which ground; never the value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.policy import Policy
from data.policy.classes import AgencyRules, ProjectClass
from data.policy.rules import NOT_NAMED, Delayed, Public, Rule, Withheld
from geo.disclosure import WITHHOLDABLE
from geo.disclosures import counts
from geo.disclosures.counts import Cell, Counts

FOLLOWING: Final = {"location_accuracy": "footprint"}
"""Fields that are told coarsely where another one is, each with that one."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not all of a field is public: `class_name` is the class of projects that it holds for, None for all.

    `review` is the day on which the decision is looked at again, None where nobody named one.
    """

    disclosure: str
    class_name: str | None
    ground: str
    decided_by: str
    review: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A field, the agencies that it is withheld of (None: all that have no rules of their own), and for what reasons.

    A project of several classes is withheld for one reason at least; how many are so for each is not kept.
    """

    field: str
    agencies: tuple[str, ...] | None
    counts: Counts
    reasons: tuple[Reason, ...]


def entries(policy: Policy, found: Sequence[Cell], fields: Iterable[str], today: date) -> list[Entry]:
    """The register by the policy in force, with the numbers of projects that the cells tell."""
    told = {(cell.agency, cell.field): cell.counts for cell in found}
    codes = {cell.agency for cell in found}
    own = {code for one in policy.agencies for code in one.agencies}
    scopes: list[tuple[AgencyRules | None, set[str]]] = [(None, codes - own)]
    scopes += [(one, codes & one.agencies) for one in policy.agencies]
    return [
        entry
        for field in fields
        for rules, those in scopes
        if (entry := _entry(policy, rules, field, _sum(told, those, field), today)) is not None
    ]


def unpublished(policy: Policy) -> list[ProjectClass]:
    """The classes of projects of which nothing is published."""
    return [one for one in policy.classes if not one.publish]


def _sum(told: Mapping[tuple[str, str], Counts], codes: Iterable[str], field: str) -> Counts:
    return sum((told.get((code, field), counts.NOTHING) for code in codes), counts.NOTHING)


def _entry(policy: Policy, own: AgencyRules | None, field: str, told: Counts, today: date) -> Entry | None:
    base = {**policy.rules, **(own.rules if own else {})}
    along = _followed(policy, base, field, today) if told.generalised else ()
    reasons = (*_reasons(policy, base, field, today), *along)
    if not reasons and not told.withheld and not told.generalised:
        return None
    return Entry(field, tuple(sorted(own.agencies)) if own else None, told, reasons)


def _reasons(policy: Policy, base: Mapping[str, Rule], field: str, today: date) -> Iterator[Reason]:
    section = field.partition(".")[0]
    if section != field and isinstance(base.get(section, NOT_NAMED), Withheld):
        return  # the section says it for all of its fields
    if (reason := _reason(base.get(field, NOT_NAMED), None, today)) is not None:
        yield reason
    for one in policy.classes:
        if one.publish and field in one.rules and (reason := _reason(one.rules[field], one.name, today)) is not None:
            yield reason


def _followed(policy: Policy, base: Mapping[str, Rule], field: str, today: date) -> Iterator[Reason]:
    """Why a field is told coarsely that follows another one which is."""
    if (leading := FOLLOWING.get(field)) is not None:
        yield from (one for one in _reasons(policy, base, leading, today) if one.disclosure == "generalised")


def _reason(rule: Rule, class_name: str | None, today: date) -> Reason | None:
    if isinstance(rule, Public):
        return None
    if isinstance(rule, Delayed) and isinstance(rule.until, date) and rule.until <= today:
        return None
    review = None if rule.review == date.max else rule.review
    return Reason(rule.disclosure, class_name, rule.ground, rule.decided_by, review)


def ruled(field: str | None) -> tuple[str, ...]:
    """The fields that the register is asked for."""
    return WITHHOLDABLE if field is None else (field,)
