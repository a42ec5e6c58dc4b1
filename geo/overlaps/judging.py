"""What two works are to each other: the classes, when they could be joined, who should lead, what is at stake."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from geo.overlaps.classes import Class
from geo.overlaps.duplicates import duplicate
from geo.overlaps.joining import joint
from geo.overlaps.leading import Reason, lead
from geo.overlaps.measures import Measured
from geo.overlaps.meeting import meeting
from geo.overlaps.pairs import Pair, Side, pair, side
from geo.overlaps.rules import Rules
from geo.overlaps.scoring import Term, duplicate_terms, exception, likelihood, score, terms
from geo.overlaps.sites import Site
from geo.overlaps.windows import Window

_JOINED = frozenset({Class.CLASH, Class.JOIN})
_LED = _JOINED | {Class.RE_DIG, Class.TRAFFIC}
_NO_DATE = Window(None, None)


class Finding(NamedTuple):
    """What was found of two works; nothing in it depends on today's date.

    `kind` is the main class, `also` are the others that hold, in their order. `road_class` is that of the road on the
    ground that they share. `days_shared` are days that both have,
    `gap_days` those between them, None where one has no date. `joint` is the suggested common period, `period` is when
    the finding matters: the days shared, the joint period, or those of the work that cuts. `exception` is why a work
    may cut too soon. `lead` is the id of the work that should lead. `score` is money in `currency`, made of `terms`.
    """

    kind: Class
    also: tuple[Class, ...]
    exception: str | None
    road_class: str | None
    days_shared: int
    gap_days: int | None
    joint: Window | None
    period: Window
    lead: str | None
    lead_reason: Reason | None
    score: Decimal
    currency: str
    terms: tuple[Term, ...]
    likelihood: Decimal


def judge(one: Site, other: Site, measured: Measured, rules: Rules) -> Finding | None:
    """What two works are to each other by the rules; None where they do not concern each other.

    Which of them is named first changes nothing.
    """
    return judged(side(one, rules), side(other, rules), measured, rules)


def judged(one: Side, other: Side, measured: Measured, rules: Rules) -> Finding | None:
    """The same of works whose days are known already, by the same rules."""
    both = pair(one, other, measured, rules)
    evidence = duplicate(both)
    kinds = ((Class.DUPLICATE,) if evidence is not None else ()) + tuple(meeting(both))
    if not kinds:
        return None
    common = joint(both) if _JOINED.intersection(kinds) else None
    kind = kinds[0]
    printed = tuple(duplicate_terms(both, evidence) if evidence is not None else terms(both, kind, common))
    leading = lead(both) if _LED.intersection(kinds) else None
    return Finding(
        kind=kind,
        also=kinds[1:],
        exception=exception(both) if Class.RE_DIG in kinds else None,
        road_class=both.road_class,
        days_shared=both.shared.days if both.shared else 0,
        gap_days=both.gap,
        joint=common,
        period=_period(both, kind, common),
        lead=leading[0] if leading else None,
        lead_reason=leading[1] if leading else None,
        score=score(printed),
        currency=rules.costs.currency,
        terms=printed,
        likelihood=likelihood(printed),
    )


def _period(both: Pair, kind: Class, common: Window | None) -> Window:
    """The days shared or the joint period, those of the work that cuts, or else from the first day to the last."""
    if kind is Class.RE_DIG and (cut := both.cut()):
        return cut[1].days or _NO_DATE
    if both.shared or common:
        return both.shared or common or _NO_DATE
    days = [side.days for side in both.sides if side.days]
    return Window(min(one.start for one in days), max(one.end for one in days)) if days else _NO_DATE
