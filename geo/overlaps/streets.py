"""The streets that works lie along, where a city has loaded its roads: which they share, and how busy it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from geo.overlaps.costs import Costs, UnitCost


class Street(NamedTuple):
    """A street by its name and the class of the road there, None where the city's file does not say."""

    name: str | None
    road_class: str | None


Streets = frozenset[Street]
NOWHERE: Streets = frozenset()


def streets(row: Mapping[str, Any]) -> Streets:
    """The streets of a row with `streets` and `road_classes`, which name them in the same order."""
    names: Sequence[str | None] = row.get("streets") or ()
    return frozenset(map(Street, names, row["road_classes"])) if names else NOWHERE


def names(along: Streets) -> list[str]:
    """What streets are called, in order."""
    return sorted({street.name for street in along if street.name})


def class_between(one: Streets, other: Streets, costs: Mapping[str, UnitCost]) -> str | None:
    """The class of the road on the ground that two works share: the highest of the streets that both lie along.

    Where they lie along no common one, as where two streets cross, the highest of all that either lies along. The
    highest is that in which a day costs most. None where no class is known.
    """
    if not one and not other:
        return None
    classes = {street.road_class for street in (one & other or one | other) if street.road_class}
    return max(classes, key=lambda name: (Costs.of(costs, name).value, name), default=None)
