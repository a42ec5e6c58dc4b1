"""Which pairs of works a page shows: read from the address, shown as a form, written into addresses again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from api.pages.choosing import Group, Option
from api.pages.pairing_names import class_names, state_names
from api.pages.site import Page
from geo.districts.places import chosen_summaries
from geo.projects.choice import Choice
from geo.projects.selection import Selection
from geo.projects.tallies import agency_tallies
from maps.legend import overlap_svg

NAMES: Final = ("class", "state", "agency", "district", "quarter", "project")
"""Parameters that choose pairs, as the collection of the API has them."""
_QUARTERS: Final = range(-4, 13)
"""Quarters that are offered, counted from this one."""


@dataclass(frozen=True, slots=True)
class Field:
    """A list to choose one of; what the address has and the list has not is an option too."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str


def chosen(page: Page) -> dict[str, str]:
    """What the address chooses, each name once; what is left empty chooses nothing."""
    given = {name: [one for one in page.request.query_params.getlist(name) if one] for name in NAMES}
    return {name: ",".join(values) for name, values in given.items() if values}


def groups(page: Page, given: Mapping[str, str]) -> tuple[Group, ...]:
    """The boxes to check: classes and states."""
    _ = page.translate
    return (
        _group("class", _("Class"), class_names(_), given, overlap_svg),
        _group("state", _("State"), state_names(_), given),
    )


async def fields(page: Page, given: Mapping[str, str]) -> tuple[Field, ...]:
    """The lists to choose from: agencies, districts and quarters."""
    _ = page.translate
    return (
        _field("agency", _("Agency"), (await agencies(page)).items(), given),
        _field("district", _("District"), (await districts(page)).items(), given),
        _field("quarter", _("Quarter"), _quarters(page.ctx.today()), given),
    )


def _group(
    name: str,
    label: str,
    names: Mapping[str, str],
    given: Mapping[str, str],
    sign: Callable[[str], Markup] | None = None,
) -> Group:
    codes = given[name].split(",") if name in given else names
    options = (Option(code, text, code in codes, sign and sign(code)) for code, text in names.items())
    return Group(name, label, tuple(options))


def _field(name: str, label: str, options: Iterable[tuple[str, str]], given: Mapping[str, str]) -> Field:
    offered, value = tuple(options), given.get(name, "")
    if value and value not in dict(offered):
        offered = (*offered, (value, value))
    return Field(name, label, offered, value)


async def agencies(page: Page) -> dict[str, str]:
    """The names of the agencies that have published works, by code."""
    pool, as_of, every = page.ctx.pool, page.ctx.as_of, Choice(selection=Selection())
    found = await page.kept(("agencies",), lambda: agency_tallies(pool, every, as_of=as_of))
    return {one.code: page.writing.said(one.names, one.code).text for one in found}


async def districts(page: Page) -> dict[str, str]:
    """The names of the districts of the division that maps show, by id."""
    current, today, every = await page.boundary_set(), page.ctx.today(), Choice(selection=Selection())
    if current is None:
        return {}
    pool, code, as_of = page.ctx.pool, current.code, page.ctx.as_of
    ask = lambda: chosen_summaries(pool, code, every, today=today, as_of=as_of)  # noqa: E731 - kept by its key
    found = await page.kept(("districts", code, every, today), ask)
    return {one.id: page.writing.said(one.names, one.id).text for one in found}


def _quarters(today: date) -> Iterator[tuple[str, str]]:
    now = today.year * 4 + (today.month - 1) // 3
    for number in (now + step for step in _QUARTERS):
        text = f"{number // 4}-Q{number % 4 + 1}"
        yield text, text
