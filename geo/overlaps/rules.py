"""The rules of a city by which overlaps are found, judged and ranked: distances, months, likelihoods, unit costs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, ValidationError

from geo.codes import Category, Exemption, Firmness
from geo.details.texts import exact_json
from geo.errors import BadInput
from geo.overlaps.classes import Class
from geo.overlaps.costs import Costs
from geo.overlaps.numbers import (
    Days,
    Degrees,
    Factor,
    Line,
    Metres,
    Months,
    Part,
    Share,
    SquareMetres,
    Table,
    Times,
    Years,
)
from geo.overlaps.version import JUDGING

_Value = TypeVar("_Value")
DEFAULT: Final = "default"
"""What holds for the categories that a table does not name."""


def _by_category(table: Mapping[str, _Value]) -> Mapping[str, _Value]:
    if DEFAULT not in table:
        raise ValueError(f"a table by category has a {DEFAULT!r}")
    if unknown := sorted(table.keys() - {*Category, DEFAULT}):
        raise ValueError(f"no category is called {unknown[0]!r}")
    return table


def _every(*codes: str) -> AfterValidator:
    def checked(table: Mapping[Any, _Value]) -> Mapping[Any, _Value]:
        if missing := [code for code in codes if code not in table]:
            raise ValueError(f"nothing is said of {missing[0]!r}")
        return table

    return AfterValidator(checked)


class Ground(Table):
    """What is near and what is the same ground: metres, square metres, degrees. `docs/overlaps.md` draws each."""

    distances: Annotated[Mapping[str, Metres], AfterValidator(_by_category)]
    corridor_length: Metres
    corridor_distances: Times
    corridor_bearing: Degrees
    least_area: SquareMetres
    least_share: Part
    parallel_gap: Metres
    parallel_length: Metres
    street_gap: Metres = 100

    def distance(self, category: Category | None) -> float:
        """How far from a work of this category another may lie and still be on its ground, in metres."""
        return self.distances.get(category or DEFAULT, self.distances[DEFAULT])


class Weights(Table):
    """How much each piece of evidence of a duplicate counts."""

    place: Factor
    size: Factor
    title: Factor
    dates: Factor
    amount: Factor
    category: Factor


class Duplicates(Table):
    """When two records are taken to be of one project.

    `same_place`, `size` and `title` are the least shares, `same_agency_title` that of titles where one agency has both
    records. Windows lie at most `months` apart, budgets differ by at most `amount` of the larger one. The evidence,
    weighed with `weights`, comes to at least the share `least` of what it could.
    """

    same_place: Share
    size: Share
    title: Share
    same_agency_title: Share
    months: Months
    amount: Share
    least: Share
    weights: Weights


class Rules(Ground):
    """All rules of a city, with its costs; `docs/overlaps.md` explains each."""

    title: Line
    join_months: Months
    redig_years: Annotated[Mapping[str, Years], AfterValidator(_by_category)]
    open_months: Months
    firm_from: Firmness
    exceptions: tuple[Exemption, ...]
    most_days: Days
    most_area: SquareMetres
    duplicates: Duplicates
    likelihood: Annotated[Mapping[Firmness, Share], _every(*Firmness)]
    open_window: Share
    movable: Annotated[Mapping[Firmness, Share], _every(*Firmness)]
    weights: Annotated[Mapping[Class, Factor], _every(*Class)]
    excepted: Factor
    lead_margin: Part
    costs: Costs

    def years_without_cuts(self, category: Category | None) -> int:
        """For how many years after a paving work of this category nobody should cut into it."""
        return self.redig_years.get(category or DEFAULT, self.redig_years[DEFAULT])

    def as_members(self) -> dict[str, Any]:
        """The rules as JSON's own kinds of values, with exact decimals; `rules` reads them again."""
        return self.model_dump()

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the rules and of the number of the code's own, in hexadecimal digits; their order is no matter."""
        return hashlib.sha256(f"{JUDGING} {exact_json(_in_order(self.as_members()))}".encode()).hexdigest()


def rules(members: Mapping[str, Any]) -> Rules:
    """The rules that TOML or JSON holds. Raises BadInput naming the key."""
    try:
        return Rules.model_validate(members)
    except ValidationError as cause:
        fault = cause.errors(include_url=False, include_context=False)[0]
        key = ".".join(str(step) for step in fault["loc"]) or "the file"
        raise BadInput(f"The rules of overlaps cannot be used: {key}: {fault['msg']}.") from cause


def _in_order(members: Mapping[str, Any]) -> dict[str, Any]:
    found = sorted(members.items())
    return {key: _in_order(value) if isinstance(value, Mapping) else value for key, value in found}
