"""What a pair of works is worth looking at: terms of money with their units, times how likely it is. All is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from math import prod
from typing import Final, NamedTuple

from geo.overlaps.classes import Class
from geo.overlaps.costs import OFF_ROAD, Costs, UnitCost
from geo.overlaps.duplicates import Evidence, weighed
from geo.overlaps.joining import moved
from geo.overlaps.measures import Relation
from geo.overlaps.pairs import OPENS, Pair, Side
from geo.overlaps.windows import Period

_CENT: Final = Decimal("0.01")
_ONE: Final = Decimal(1)
_SURFACE: Final = frozenset({Class.CLASH, Class.JOIN, Class.RE_DIG})
_LIKELIHOODS: Final = ("likelihood", "open-window", "movable", "evidence")


class Term(NamedTuple):
    """One term of a score.

    With a `unit_cost` it is money: `value` is the quantity times that, in the currency of the costs, below 0 where it
    is a cost of doing the works at once. Else it is a number: a factor of the score where the unit is `1`, and a piece
    of evidence where it is `evidence`. `source` is where the unit cost is from, or the rule that gives the number.
    """

    name: str
    quantity: Decimal
    unit: str
    unit_cost: Decimal | None
    value: Decimal
    source: str


def score(terms: Iterable[Term]) -> Decimal:
    """All money times all factors, in hundredths."""
    terms = tuple(terms)
    money = sum((term.value for term in terms if term.unit_cost is not None), Decimal(0))
    factors = prod((term.value for term in terms if term.unit == "1"), start=_ONE)
    return (money * factors).quantize(_CENT)


def likelihood(terms: Iterable[Term]) -> Decimal:
    """How likely it is that both works come as they are told, and can still be moved if they have to: 0..1."""
    found = prod((term.value for term in terms if term.name.startswith(_LIKELIHOODS) and term.unit == "1"), start=_ONE)
    return found.quantize(Decimal("0.0001"))


def duplicate_terms(pair: Pair, evidence: Evidence) -> Iterator[Term]:
    """What two records of one project cost, times the evidence that they are."""
    yield _money("duplicate", _ONE, pair.rules.costs.duplicate)
    for name, weight in pair.rules.duplicates.weights.model_dump().items():
        found = evidence[name]
        value = weight if found is None else weight * found
        yield Term(
            name=f"evidence.{name}",
            quantity=Decimal("0.5") if found is None else found,
            unit="evidence",
            unit_cost=None,
            value=value / 2 if found is None else value,
            source=f"duplicates.weights.{name}",
        )
    yield _factor("evidence", weighed(pair, evidence), "duplicates.weights")
    yield _weight(pair, Class.DUPLICATE)


def terms(pair: Pair, kind: Class, joint: Period | None) -> Iterator[Term]:
    """The terms of a pair of this class, with the joint period where the works should be joined."""
    if kind in _SURFACE:
        yield from _reinstatement(pair)
    yield _disruption(pair, kind)
    moves = [(side, moved(side, joint)) for side in pair.sides] if kind is Class.JOIN and joint else []
    yield from (_waiting(side, days, pair.rules.costs) for side, days in moves if days)
    yield from _likelihoods(pair, [side for side, days in moves if days])
    if kind is Class.RE_DIG and exception(pair):
        yield _factor("excepted", pair.rules.excepted, "excepted")
    yield _weight(pair, kind)


def saved(pair: Pair) -> Iterator[Term]:
    """What two works save that are done at once: one surface, and the days in which both are there."""
    yield from _reinstatement(pair)
    yield _disruption(pair, Class.CLASH)


def exception(pair: Pair) -> str | None:
    """What the work that cuts too soon is excepted for, where the rules know it."""
    cut = pair.cut()
    found = cut[1].site.exception if cut else None
    return found if found in pair.rules.exceptions else None


def _reinstatement(pair: Pair) -> Iterator[Term]:
    """One surface that need not be made twice, where both works open or make it."""
    if not all(side.site.ground & OPENS for side in pair.sides):
        return
    measured, costs = pair.measured, pair.rules.costs
    if measured.relation is Relation.AREA and measured.shared_area > 0:
        area = min(measured.shared_area, pair.rules.most_area)
        yield _money("reinstatement", _exact(area), Costs.of(costs.reinstatement_area, pair.road_class))
    elif measured.shared_length > 0:
        cost = Costs.of(costs.reinstatement_length, pair.road_class)
        yield _money("reinstatement", _exact(measured.shared_length), cost)


def _disruption(pair: Pair, kind: Class) -> Term:
    """Days on the shared ground that need not be, or in which both are in each other's way."""
    days = [_days_there(side, pair) for side in pair.sides]
    if kind is Class.RE_DIG and (cut := pair.cut()):
        days = [_days_there(cut[1], pair)]
    elif kind is not Class.JOIN and pair.shared:
        days.append(pair.shared.days)
    road_class = pair.road_class if pair.in_street else OFF_ROAD
    return _money("disruption", Decimal(repr(min(days))), Costs.of(pair.rules.costs.disruption, road_class))


def _days_there(side: Side, pair: Pair) -> float:
    """How many days of a work fall to the shared ground: as many as it is a part of the whole, and at least 1."""
    days = min(side.days.days if side.days else 1, pair.rules.most_days)
    measured, site = pair.measured, side.site
    part, length = 1.0, site.length or site.axis_length
    if measured.shared_length > 0 and length > 0:
        part = measured.shared_length / length
    elif measured.shared_area > 0 and site.area > 0:
        part = measured.shared_area / site.area
    elif measured.relation is Relation.SPOT and site.size > 0:
        part = 0.0
    there = round(days * min(part, 1.0), 1)
    return there if there > 1 else 1


def _waiting(side: Side, days: int, costs: Costs) -> Term:
    """A share of the budget for each day that a work is moved, or so much a day."""
    budget = side.site.budget
    cost, source = costs.waiting.value, costs.waiting.source
    if budget is not None and budget.currency == costs.currency:
        cost, source = (abs(budget.amount) * costs.waiting_share.value).quantize(_CENT), costs.waiting_share.source
    quantity = Decimal(days)
    return Term(
        name="waiting",
        quantity=quantity,
        unit="d",
        unit_cost=cost,
        value=-(quantity * cost).quantize(_CENT),
        source=source,
    )


def _likelihoods(pair: Pair, movers: list[Side]) -> Iterator[Term]:
    rules = pair.rules
    for name, side in zip(("one", "other"), pair.sides, strict=True):
        firmness = side.site.firmness
        yield _factor(f"likelihood.{name}", rules.likelihood[firmness], f"likelihood.{firmness}")
        if side.site.window.start is None or side.site.window.end is None:
            yield _factor(f"open-window.{name}", rules.open_window, "open_window")
        if side in movers:
            yield _factor(f"movable.{name}", rules.movable[firmness], f"movable.{firmness}")


def _weight(pair: Pair, kind: Class) -> Term:
    return _factor("weight", pair.rules.weights[kind], f"weights.{kind}")


def _money(name: str, quantity: Decimal, cost: UnitCost) -> Term:
    value = (quantity * cost.value).quantize(_CENT)
    return Term(name=name, quantity=quantity, unit=cost.unit, unit_cost=cost.value, value=value, source=cost.source)


@lru_cache(maxsize=1000)
def _factor(name: str, value: Decimal, source: str) -> Term:
    """Rules have few numbers for any number of pairs, and write equal ones alike."""
    return Term(name=name, quantity=value, unit="1", unit_cost=None, value=value, source=source)


def _exact(measure: float) -> Decimal:
    """To a hundredth of its unit."""
    return Decimal(repr(round(measure, 2)))
