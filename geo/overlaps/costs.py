"""Unit costs, each with its unit and where it is from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator

from geo.details.values import Currency
from geo.overlaps.numbers import Exact, Line, Table

OFF_ROAD: Final = "off-road"
"""What holds for works that neither open nor make a road's surface."""
OTHER_ROADS: Final = "other"
"""What holds where the class of a road is not known, or not in the table."""


class UnitCost(Table):
    """What one unit costs, in the currency of the costs. An assumption says so; the note says how it was got."""

    value: Exact
    unit: Line
    source: Line
    note: Line
    assumption: bool = False


def _with_other(costs: Mapping[str, UnitCost]) -> Mapping[str, UnitCost]:
    if OTHER_ROADS not in costs:
        raise ValueError(f"a table by class of road says what holds for {OTHER_ROADS!r} roads")
    return costs


def _unit(*units: str) -> AfterValidator:
    def checked(cost: UnitCost) -> UnitCost:
        if cost.unit not in units:
            raise ValueError(f"the unit is {' or '.join(units)}, not {cost.unit}")
        return cost

    return AfterValidator(checked)


PerMetre = Annotated[UnitCost, _unit("m")]
PerSquareMetre = Annotated[UnitCost, _unit("m2")]
PerDay = Annotated[UnitCost, _unit("d")]
PerPair = Annotated[UnitCost, _unit("pair")]
PerShareAndDay = Annotated[UnitCost, _unit("budget.d")]


class Costs(Table):
    """All unit costs of a city, in one currency (ISO 4217); units are UCUM codes or plain words.

    `reinstatement_length` is the surface of a trench (per m), `reinstatement_area` that of an opened area (per m2),
    `disruption` a day of works in a road, by its class. A work that is moved costs `waiting_share` of its budget a
    day, or `waiting` a day where its budget is not known in this currency. `duplicate` is what a pair of records of
    one project costs.
    """

    currency: Currency
    reinstatement_length: Annotated[Mapping[str, PerMetre], AfterValidator(_with_other)]
    reinstatement_area: Annotated[Mapping[str, PerSquareMetre], AfterValidator(_with_other)]
    disruption: Annotated[Mapping[str, PerDay], AfterValidator(_with_other)]
    waiting_share: PerShareAndDay
    waiting: PerDay
    duplicate: PerPair

    @staticmethod
    def of(costs: Mapping[str, UnitCost], road_class: str | None) -> UnitCost:
        """The cost for a class of road, or that of other roads."""
        return costs.get(road_class or OTHER_ROADS, costs[OTHER_ROADS])
