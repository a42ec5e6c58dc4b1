"""Counts of what is published, withheld and not entered, by agency, field and month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final, Self

from geo.disclosure import WITHHOLDABLE
from geo.sql import query
from geo.store.connecting import ReadPool

PROJECTS: Final = ""
"""The field under which projects themselves are counted."""
UNMAPPED: Final = "-footprint"
"""The field under which projects without a footprint are counted."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Of how many projects something is known: they have it published, or withheld, or nobody entered it.

    `zeros` and `generalised` are among `published`, `delayed` among `withheld`. A field of a section is asked of the
    projects `of` which the section is published, everything else of all projects.
    """

    of: int = 0
    published: int = 0
    zeros: int = 0
    generalised: int = 0
    withheld: int = 0
    delayed: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.of + other.of,
            self.published + other.published,
            self.zeros + other.zeros,
            self.generalised + other.generalised,
            self.withheld + other.withheld,
            self.delayed + other.delayed,
        )

    @property
    def entered(self) -> int:
        """Those that are published or withheld."""
        return self.published + self.withheld

    @property
    def not_entered(self) -> int:
        """Those that nobody entered."""
        return self.of - self.entered

    @property
    def rate(self) -> float | None:
        """The part of what was entered that is published; None where nothing was entered."""
        return self.published / self.entered if self.entered else None

    @property
    def entered_share(self) -> float | None:
        """The part of what may be entered that was; None where nothing is asked."""
        return self.entered / self.of if self.of else None


NOTHING: Final = Counts()


@dataclass(frozen=True, slots=True)
class Cell:
    """The counts of one field of one agency at the end of a month, whose first day it names."""

    agency: str
    field: str
    month: date
    counts: Counts


@dataclass(frozen=True, slots=True)
class Works:
    """How many projects there are, and how many of them have no footprint."""

    all: int
    unmapped: int


@dataclass(frozen=True, slots=True)
class Month:
    """How many projects there were at the end of a month, and the counts of all their fields together."""

    month: date
    projects: int
    counts: Counts


def fields_asked(field: str | None) -> tuple[str, ...]:
    """One field, or every one that a policy rules."""
    return WITHHOLDABLE if field is None else (field,)


async def cells(pool: ReadPool, month: date, agency: str | None, field: str | None) -> list[Cell]:
    """The counts at the end of a month, by agency and field."""
    rows = await pool.rows(query("disclosed/cells"), month, agency, _needed(field))
    return list(_states(rows, fields_asked(field)))


async def works(pool: ReadPool, month: date, agency: str | None) -> dict[str, Works]:
    """How many projects each agency had at the end of a month, and how many of them without a footprint."""
    found: dict[str, Works] = {}
    for row in await pool.rows(query("disclosed/cells"), month, agency, [PROJECTS, UNMAPPED]):
        known = found.get(row["agency"], Works(0, 0))
        name = "all" if row["field"] == PROJECTS else "unmapped"
        found[row["agency"]] = replace(known, **{name: row["published"]})
    return found


async def every_cell(pool: ReadPool, agency: str | None, field: str | None) -> list[Cell]:
    """The counts at the end of each month in which something of them changed, by agency, month and field."""
    rows = await pool.rows(query("disclosed/changes"), agency, _needed(field))
    return list(_states(rows, fields_asked(field)))


async def months(pool: ReadPool, agency: str | None, field: str | None) -> list[Month]:
    """The counts of all fields together at the end of each month in which something changed, the newest first."""
    rows = await pool.rows(query("disclosed/months"), agency, _needed(field))
    asked, found = fields_asked(field), []
    for month, state in _running(rows):
        told = sum((_counts(state, name) for name in asked), NOTHING)
        found.append(Month(month, state.get(PROJECTS, NOTHING).published, told))
    return found[::-1]


def totals(found: Iterable[Cell], by: str) -> dict[str, Counts]:
    """The sums of cells by their `agency` or their `field`."""
    told: dict[str, Counts] = {}
    for cell in found:
        name = getattr(cell, by)
        told[name] = told.get(name, NOTHING) + cell.counts
    return told


def _needed(field: str | None) -> list[str]:
    """The fields that counts are made of: the projects and a field's section belong to them."""
    asked = fields_asked(field)
    return sorted({PROJECTS, *asked, *(name.partition(".")[0] for name in asked)})


def _states(rows: Iterable[Mapping[str, object]], asked: tuple[str, ...]) -> Iterator[Cell]:
    for agency, those in groupby(rows, lambda row: str(row["agency"])):
        for month, state in _running(those):
            for name in asked:
                yield Cell(agency, name, month, _counts(state, name))


def _running(rows: Iterable[Mapping[str, object]]) -> Iterator[tuple[date, Mapping[str, Counts]]]:
    """The state behind each month, of rows that say what months changed."""
    state: dict[str, Counts] = {}
    for month, those in groupby(rows, lambda row: row["month"]):
        for row in those:
            name = str(row["field"])
            state[name] = state.get(name, NOTHING) + _change(row)
        assert isinstance(month, date)  # noqa: S101 - the column is a date
        yield month, state


def _change(row: Mapping[str, object]) -> Counts:
    names = ("published", "zeros", "generalised", "withheld", "delayed")
    return Counts(0, *(int(str(row[name])) for name in names))


def _counts(state: Mapping[str, Counts], name: str) -> Counts:
    section, _, inner = name.partition(".")
    asked = state.get(section if inner else PROJECTS, NOTHING).published
    return Counts(asked) + state.get(name, NOTHING)
