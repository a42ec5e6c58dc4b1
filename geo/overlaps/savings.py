"""What agencies that agreed to join two works have saved: told by the days on which both really were there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from geo.overlaps.measures import Measured, Relation
from geo.overlaps.pairs import pair, side
from geo.overlaps.rules import Rules
from geo.overlaps.scoring import Term, saved
from geo.overlaps.sites import Site
from geo.overlaps.streets import Street
from geo.overlaps.windows import Window


class Outcome(StrEnum):
    """What has become of an agreement to join."""

    REALISED = "realised"
    PENDING = "pending"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What has become of an agreement, and the terms of what was saved: none unless it is realised."""

    outcome: Outcome
    terms: tuple[Term, ...] = ()

    @property
    def amount(self) -> Decimal:
        """Money, in the currency of the rules' costs."""
        return sum((term.value for term in self.terms), Decimal(0))


def actual(start: date | None, end: date | None) -> Window:
    """The actual days of a work; an end that cannot be is not known."""
    return Window(start, None if start and end and end < start else end)


def outcome(one: Window, other: Window, today: date) -> Outcome:
    """Whether two works were done at once, by their actual days: both over, with days in common.

    Missed is what was over before the other one had begun.
    """
    for first, second in ((one, other), (other, one)):
        if first.end is not None and first.end < (second.start or today):
            return Outcome.MISSED
    over = all(days.start and days.end for days in (one, other))
    return Outcome.REALISED if over else Outcome.PENDING


def saving(one: Site, other: Site, basis: Mapping[str, Any], rules: Rules, today: date) -> Saving:
    """What has come of an agreement about two works whose windows are their actual days.

    `basis` is what the mark was made on: the ground that they share, and how large they are of which it is a part.
    """
    become = outcome(one.window, other.window, today)
    if become is not Outcome.REALISED or not basis.get("relation"):
        return Saving(outcome=become)
    sides = (side(_sized(one, basis, "one"), rules), side(_sized(other, basis, "other"), rules))
    return Saving(outcome=become, terms=tuple(saved(pair(*sides, _shared(basis), rules))))


def _sized(site: Site, basis: Mapping[str, Any], side: str) -> Site:
    length, area, axis = (float(basis.get(f"{side}_{name}") or 0) for name in ("length", "area", "axis_length"))
    along = frozenset({Street(None, basis.get("road_class"))})
    sized = replace(site, length=length, area=area, axis_length=axis, streets=along)
    return replace(sized, early=None, late=None, seen=None)


def _shared(basis: Mapping[str, Any]) -> Measured:
    return Measured(
        relation=Relation(basis["relation"]),
        distance=0.0,
        shared_length=float(basis["shared_length"]),
        shared_area=float(basis["shared_area"]),
        bearing_gap=None,
        same_place=0.0,
        title_likeness=0.0,
    )
