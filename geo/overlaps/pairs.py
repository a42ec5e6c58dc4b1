"""Two works side by side: where and when they meet, who could move, and whether one cuts what the other has paved."""

from __future__ import annotations

from typing import NamedTuple

from geo.codes import Exemption, Firmness, Ground, Status
from geo.overlaps.measures import Measured, Relation
from geo.overlaps.rules import Rules
from geo.overlaps.sites import Site
from geo.overlaps.streets import class_between
from geo.overlaps.windows import Period, later

_SAME_GROUND = frozenset({Relation.CORRIDOR, Relation.AREA})
OPENS = frozenset({Ground.CUTS, Ground.PAVES})
"""What a work does that opens a street, or makes its surface."""
_SAME = 0.999
"""The share from which on two areas are the same but for rounding."""


class Side(NamedTuple):
    """One of the two, its days and those that it could have; both are None where it has no date, or is cancelled."""

    site: Site
    days: Period | None
    acceptable: Period | None

    @property
    def moves(self) -> bool:
        """Whether the work could be done at another time: what is on site and an emergency could not."""
        return not self.site.firmness.begun and self.site.exception != Exemption.EMERGENCY


class Pair(NamedTuple):
    """Two works, that whose id comes first as `one`. `shared` are the days that both have.

    `road_class` is that of the road on the ground that they share, where it is known.
    """

    one: Side
    other: Side
    measured: Measured
    rules: Rules
    shared: Period | None
    road_class: str | None

    @property
    def same_ground(self) -> bool:
        """Whether they share a corridor or an area; or one is a pit in what the other opens or paves."""
        relation = self.measured.relation
        return relation in _SAME_GROUND or (
            relation is Relation.SPOT and all(side.site.ground & OPENS for side in self.sides)
        )

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both."""
        return self.one, self.other

    @property
    def in_street(self) -> bool:
        """Whether one of them opens a street or makes its surface; where nobody says what a work does, it may."""
        return self._opens or not (self.one.site.ground and self.other.site.ground)

    @property
    def one_site(self) -> bool:
        """Whether both are works of one agency on one site, as a hospital or an estate: it knows of them.

        They are points; or one is, or both have the very same area, and as far as is known neither opens a street.
        """
        one, other = self.one.site, self.other.site
        if one.agency != other.agency:
            return False
        if not (one.size and other.size):
            return not self._opens or not (one.size or other.size)
        same = min(one.area, other.area) > _SAME * max(one.area, other.area) and self.measured.same_place > _SAME
        return same and not self._opens

    @property
    def _opens(self) -> bool:
        return not (self.one.site.ground.isdisjoint(OPENS) and self.other.site.ground.isdisjoint(OPENS))

    @property
    def over(self) -> bool:
        """Whether at least one of them is done."""
        return self.one.site.firmness is Firmness.DONE or self.other.site.firmness is Firmness.DONE

    @property
    def gap(self) -> int | None:
        """Days between the two; None where one has no date."""
        return self.one.days.gap(self.other.days) if self.one.days and self.other.days else None

    def could_meet(self) -> bool:
        """Whether the days that they could have lie within the months of the rules, and one of them can be moved."""
        one, other = self.one.acceptable, self.other.acceptable
        if one is None or other is None or self.over or not (self.one.moves or self.other.moves):
            return False
        if any(side.site.exception == Exemption.EMERGENCY for side in self.sides):
            return False
        return one.within(self.rules.join_months, other)

    def cut(self) -> tuple[Side, Side] | None:
        """The work that paved and the one that cuts into it too soon after; None where nothing of the kind happens."""
        for paved, cutting in (self.sides, self.sides[::-1]):
            if _cuts_too_soon(paved, cutting, self.rules):
                return paved, cutting
        return None


def pair(one: Side, other: Side, measured: Measured, rules: Rules) -> Pair:
    """The two works in the order of their ids."""
    if other.site.id < one.site.id:
        one, other = other, one
    shared = one.days.shared(other.days) if one.days and other.days else None
    road_class = class_between(one.site.streets, other.site.streets, rules.costs.disruption)
    return Pair(one=one, other=other, measured=measured, rules=rules, shared=shared, road_class=road_class)


def side(site: Site, rules: Rules) -> Side:
    """A work with its days by the rules; of one that has many neighbours they are worked out once."""
    if site.status is Status.CANCELLED:
        return Side(site=site, days=None, acceptable=None)
    return Side(site=site, days=site.period(rules.open_months), acceptable=site.acceptable(rules.open_months))


def _cuts_too_soon(paved: Side, cutting: Side, rules: Rules) -> bool:
    if Ground.PAVES not in paved.site.ground or Ground.CUTS not in cutting.site.ground:
        return False
    if paved.days is None or cutting.days is None or cutting.days.start <= paved.days.end:
        return False
    return cutting.days.start <= later(paved.days.end, 12 * rules.years_without_cuts(paved.site.category))
