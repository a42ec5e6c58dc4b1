"""Which classes of place and time hold for two works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from geo.codes import Firmness
from geo.overlaps.classes import Class
from geo.overlaps.measures import Relation
from geo.overlaps.pairs import Pair

_NEIGHBOURS: Final = frozenset(Relation) - {Relation.AREA, Relation.CROSSING}


def meeting(pair: Pair) -> Iterator[Class]:
    """The classes that hold, in their order, but `duplicate`.

    Two works that are done are compared for what one did to the other's surface, as a record of the past. Works of one
    agency on one site are its own matter.
    """
    if pair.one_site:
        return
    both_done = pair.one.site.firmness is Firmness.DONE and pair.other.site.firmness is Firmness.DONE
    clashes = not both_done and _clashes(pair)
    if clashes:
        yield Class.CLASH
    if pair.same_ground and pair.could_meet():
        yield Class.JOIN
    if pair.same_ground and pair.cut():
        yield Class.RE_DIG
    if both_done:
        return
    if pair.shared and not clashes and _in_each_others_way(pair):
        yield Class.TRAFFIC
    if pair.measured.relation is Relation.CROSSING and (pair.shared or pair.could_meet()):
        yield Class.CROSSING


def _in_each_others_way(pair: Pair) -> bool:
    """Neighbours of which one at least works in a street: two buildings hold up nobody."""
    return pair.measured.relation in _NEIGHBOURS and pair.in_street


def _clashes(pair: Pair) -> bool:
    """Same ground, same days, and both firm."""
    least = pair.rules.firm_from.rank
    return pair.same_ground and pair.shared is not None and all(s.site.firmness.rank >= least for s in pair.sides)
