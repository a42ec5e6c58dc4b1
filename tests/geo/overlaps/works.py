"""Works and how they lie, with defaults: a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from data.digging import load_rules
from geo.codes import GROUND, Category, Firmness, Status
from geo.overlaps.measures import Measured, Relation
from geo.overlaps.rules import Rules, rules
from geo.overlaps.sites import Site
from geo.overlaps.windows import Window
from geo.values import Money

RULES: Final = load_rules()
Q1: Final = Window(date(2026, 1, 1), date(2026, 3, 31))
Q3: Final = Window(date(2026, 7, 1), date(2026, 9, 30))
_WATER: Final = Site(
    id="water",
    agency="waterworks",
    title="Thay ống nước đường Lê Lợi",
    category=Category.WATER,
    status=Status.PREPARATION,
    ground=GROUND[Category.WATER],
    window=Q1,
    early=None,
    late=None,
    firmness=Firmness.CONTRACTED,
    exception=None,
    budget=None,
    length=500,
    area=0,
)
_ROAD: Final = replace(
    _WATER,
    id="road",
    agency="roads",
    title="Cải tạo mặt đường Lê Lợi",
    category=Category.ROAD,
    ground=GROUND[Category.ROAD],
    length=1_000,
)
_CORRIDOR: Final = Measured(
    relation=Relation.CORRIDOR,
    distance=4,
    shared_length=120,
    shared_area=0,
    bearing_gap=3,
    same_place=0.24,
    title_likeness=0.3,
)


def water(**facts: Any) -> Site:  # noqa: ANN401
    """A water main of 500 m under contract in the first quarter."""
    return replace(_WATER, **facts)


def road(**facts: Any) -> Site:  # noqa: ANN401
    """A reconstruction of 1,000 m of road under contract in the first quarter."""
    return replace(_ROAD, **facts)


def lying(**measures: Any) -> Measured:  # noqa: ANN401
    """Two lines that share 120 m of a corridor."""
    return _CORRIDOR._replace(**measures)


def changed(**members: Any) -> Rules:  # noqa: ANN401
    """The default rules with other members."""
    return rules({**RULES.as_members(), **members})


def budget(amount: int, currency: str = "USD") -> Money:
    """So much money."""
    return Money(Decimal(amount), currency)
