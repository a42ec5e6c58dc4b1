"""Which of two works should lead when they are done together, and why."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from geo.codes import Firmness
from geo.overlaps.pairs import Pair, Side


class Reason(StrEnum):
    """Why a work should lead."""

    SAME_AGENCY = "same-agency"
    ON_SITE = "already-on-site"
    LENGTH = "longer-shared-length"
    AREA = "larger-shared-area"
    DATE = "earlier-firm-date"
    ID = "first-by-id"


def lead(pair: Pair) -> tuple[str, Reason] | None:
    """The id of the work that should lead, and the reason; None where one is done, so that nothing is to be led.

    The first difference decides: what is on site already; the longer work, or the larger one, by more than the margin
    of the rules; the firm one, or that which begins earlier. Where one agency has both, that alone is the reason.
    """
    if pair.over:
        return None
    leading, reason = next(_differences(pair))
    if pair.one.site.agency == pair.other.site.agency:
        reason = Reason.SAME_AGENCY
    return leading.site.id, reason


def _differences(pair: Pair) -> Iterator[tuple[Side, Reason]]:
    one, other = pair.sides
    on_site = [side for side in pair.sides if side.site.firmness is Firmness.ON_SITE]
    if len(on_site) == 1:
        yield on_site[0], Reason.ON_SITE
    for reason, sizes in (
        (Reason.LENGTH, (one.site.length, other.site.length)),
        (Reason.AREA, (one.site.area, other.site.area)),
    ):
        if min(sizes) > 0 and max(sizes) > min(sizes) * (1 + pair.rules.lead_margin):
            yield pair.sides[sizes.index(max(sizes))], reason
    dates = [_firm_date(side, pair) for side in pair.sides]
    if dates[0] != dates[1]:
        yield pair.sides[dates.index(min(dates))], Reason.DATE
    yield one, Reason.ID


def _firm_date(side: Side, pair: Pair) -> tuple[bool, int]:
    """What is firm comes first, then what begins earlier."""
    is_firm = side.site.firmness.rank >= pair.rules.firm_from.rank
    return not is_firm, side.days.start.toordinal() if side.days else 0
