"""Whether two records look like one project, and on which evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from geo.codes import Category
from geo.overlaps.pairs import Pair
from geo.overlaps.sites import Site
from geo.overlaps.titles import alike, marks

Evidence = Mapping[str, Decimal | None]
"""How much speaks for a duplicate, 0..1 by kind of evidence; None where it is not known."""
_NOT_KNOWN: Final = Decimal("0.5")
_CLOSE: Final = Decimal("0.25")
_ONE: Final = Decimal(1)


def duplicate(pair: Pair) -> Evidence | None:
    """The evidence that both are one project; None where they are two.

    Place, size, title, dates and amount must be alike each, so far as they are known, and all together come to the
    least of the rules. Numbers in titles must not contradict: phases, lots and years tell projects apart. Two records
    of one agency are told apart by less: other numbers at all, or a contract that covers both.
    """
    rules = pair.rules.duplicates
    if pair.measured.same_place < rules.same_place or not _may_be_one(pair.one.site, pair.other.site):
        return None
    evidence: dict[str, Decimal | None] = {"place": _share(pair.measured.same_place)}
    for name, (find, least) in _KINDS.items():
        found = evidence[name] = find(pair)
        if found is not None and found < least(pair):
            return None
    return evidence if weighed(pair, evidence) >= rules.least else None


def weighed(pair: Pair, evidence: Evidence) -> Decimal:
    """All evidence together, 0..1, by the weights of the rules; what is not known counts half."""
    weights = pair.rules.duplicates.weights.model_dump()
    all_of_it = sum(weights.values(), Decimal(0))
    found = sum((weight * _value(evidence[name]) for name, weight in weights.items()), Decimal(0))
    return (found / all_of_it).quantize(Decimal("0.0001")) if all_of_it else Decimal(0)


def _value(found: Decimal | None) -> Decimal:
    return _NOT_KNOWN if found is None else found


def _may_be_one(one: Site, other: Site) -> bool:
    first, second = marks(one.title), marks(other.title)
    if one.agency == other.agency:
        return first == second and not one.contracts & other.contracts
    return first <= second or second <= first


def _size(pair: Pair) -> Decimal | None:
    """The smaller as a share of the larger; None for a line and an area, or a point and anything else."""
    one, other = pair.one.site, pair.other.site
    for sizes in ((one.area, other.area), (one.length, other.length)):
        if min(sizes) > 0:
            return _share(min(sizes) / max(sizes))
        if max(sizes) > 0:
            return None
    return _ONE


def _title(pair: Pair) -> Decimal:
    return _share(alike(pair.one.site.title, pair.other.site.title, pair.measured.title_likeness))


def _dates(pair: Pair) -> Decimal | None:
    if pair.one.days is None or pair.other.days is None:
        return None
    if pair.shared:
        return _share(pair.shared.days / min(pair.one.days.days, pair.other.days.days))
    return _CLOSE if pair.one.days.within(pair.rules.duplicates.months, pair.other.days) else Decimal(-1)


def _amount(pair: Pair) -> Decimal | None:
    """1 where the budgets differ by no more than the rules allow, -1 where by more."""
    one, other = pair.one.site.budget, pair.other.site.budget
    if one is None or other is None or one.currency != other.currency:
        return None
    least, most = sorted((one.amount, other.amount))
    return _ONE if most - least <= pair.rules.duplicates.amount * most else Decimal(-1)


def _category(pair: Pair) -> Decimal | None:
    one, other = pair.one.site.category, pair.other.site.category
    if not one or not other or Category.OTHER in {one, other}:
        return None
    return _ONE if one is other else Decimal(0)


def _least_title(pair: Pair) -> Decimal:
    rules = pair.rules.duplicates
    return rules.same_agency_title if pair.one.site.agency == pair.other.site.agency else rules.title


def _share(value: float) -> Decimal:
    return Decimal(repr(round(value, 4)))


_KINDS: Final[Mapping[str, tuple[Callable[[Pair], Decimal | None], Callable[[Pair], Decimal]]]] = {
    "title": (_title, _least_title),
    "size": (_size, lambda pair: pair.rules.duplicates.size),
    "dates": (_dates, lambda _: Decimal(0)),
    "amount": (_amount, lambda _: Decimal(0)),
    "category": (_category, lambda _: Decimal(0)),
}
"""How each kind of evidence is found, and what it must come to."""
