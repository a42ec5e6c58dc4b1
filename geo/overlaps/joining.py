"""When two works could be done at once, and how far each would have to be moved for it."""

from __future__ import annotations

from geo.overlaps.pairs import Pair, Side
from geo.overlaps.windows import Period


def joint(pair: Pair) -> Period | None:
    """The best common period of two works; None where one has no date.

    The days that both have, where there are any. Else as many days as the longer work takes, among those that both
    accept, as near as can be to the start of the work that stays; where they accept no day in common, within what the
    work that stays accepts. The firmer work stays, and of two as firm ones the later one: its turn has not come sooner
    than planned.
    """
    if pair.shared:
        return pair.shared
    one, other = pair.one.acceptable, pair.other.acceptable
    if pair.one.days is None or pair.other.days is None or one is None or other is None:
        return None
    stays = _stays(pair)
    days = max(pair.one.days.days, pair.other.days.days)
    place, start = one.shared(other) or stays.acceptable, stays.days and stays.days.start
    return place.placed(days, start) if place and start else None


def moved(side: Side, period: Period) -> int:
    """By how many days a work has to be moved to lie within a period, or about it where the work takes longer."""
    days = side.days
    if days is None:
        return 0
    inner, outer = (days, period) if days.days <= period.days else (period, days)
    return max(0, (outer.start - inner.start).days, (inner.end - outer.end).days)


def _stays(pair: Pair) -> Side:
    def firmness(side: Side) -> tuple[bool, int, int]:
        return not side.moves, side.site.firmness.rank, side.days.start.toordinal() if side.days else 0

    return max(pair.sides, key=firmness)
