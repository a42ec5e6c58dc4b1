"""Counts that publications keep: of a selection by district, status, category or agency, as SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from itertools import product
from typing import Final

from geo.items import Where
from geo.projects.selection import Selection

_NARROWING: Final = tuple(one.name for one in fields(Selection) if one.name != "scattered")
_CLASSES: Final = frozenset({"geometry_class", "mapped"})
_COUNTED: Final = {"statuses": "status", "categories": "category", "agencies": "agency"}
"""The attributes of a selection whose codes are counted for the whole city."""


def kept_count(selection: Selection) -> Callable[[Where], str] | None:
    """What gives the SQL of how many projects a selection has; None where only the rows know.

    Counted are the codes of one attribute, status with category, and both of these within one district.
    """
    given = _given(selection)
    if given <= set(_COUNTED) and (len(given) <= 1 or given == {"statuses", "categories"}):
        return lambda clause: _sum(_counted(clause, selection, [name for name in _COUNTED if name in given]))
    if is_tallied(selection):
        return lambda clause: _sum(tallied(clause, selection, selection.statuses, selection.categories))
    return None


def is_tallied(selection: Selection) -> bool:
    """Whether the tallies tell a selection: by at most one district, and by status, category and class of geometry."""
    one_place = selection.districts is None or len(selection.districts) == 1
    return one_place and _given(selection) <= {"districts", "statuses", "categories"}


def tallied(
    clause: Where, selection: Selection, statuses: Iterable[str] | None, categories: Iterable[str] | None
) -> str:
    """The tallies `t` of such a selection, and of these codes ('' for not entered), as what stands behind FROM."""
    demanded = [f"t.district_id = {clause.bind(next(iter(selection.districts or ('',))))}::text"]
    for column, codes in (("status", statuses), ("category", categories)):
        if codes is not None:
            demanded.append(f"t.{column} = ANY ({clause.bind(sorted(str(code) for code in codes))}::text[])")
    return f"published.project_tally AS t WHERE {' AND '.join(demanded + _of_class(clause, selection, 't'))}"


def _given(selection: Selection) -> set[str]:
    return {name for name in _NARROWING if getattr(selection, name) not in (None, ())} - _CLASSES


def _counted(clause: Where, selection: Selection, names: list[str]) -> str:
    attribute = ",".join(_COUNTED[name] for name in names) or "all"
    codes = product(*(sorted(str(code) for code in getattr(selection, name)) for name in names))
    demanded = [
        f"c.attribute = {clause.bind(attribute)}::text",
        f"c.code = ANY ({clause.bind([','.join(parts) for parts in codes])}::text[])",
    ]
    return f"published.project_count AS c WHERE {' AND '.join(demanded + _of_class(clause, selection, 'c'))}"


def _of_class(clause: Where, selection: Selection, alias: str) -> list[str]:
    demanded = []
    if selection.geometry_class is not None:
        demanded.append(f"{alias}.geometry_class = {clause.bind(selection.geometry_class)}::text")
    if selection.mapped is not None:
        demanded.append(f"{alias}.geometry_class {'<>' if selection.mapped else '='} 'none'")
    return demanded


def _sum(source: str) -> str:
    return f"(SELECT coalesce(sum(projects), 0)::bigint FROM {source})"  # noqa: S608 - values bound
