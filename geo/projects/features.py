"""Projects as GeoJSON text, made by the database and passed through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from geo.crs import CRS84, Crs
from geo.items import Asked, Found, Page, Selecting, SortKey, Source, Where, read_feature, read_page
from geo.projects.density import is_dense
from geo.projects.kept import kept_count
from geo.projects.selection import (
    BOXES,
    BRIEF,
    Selection,
    demand,
    demand_of_boxes,
    demand_of_brief,
    is_box_alone,
    is_in_brief,
    is_of_district_and_code,
)
from geo.sql import query
from geo.store.connecting import ReadPool

_DERIVED: Final = query("projects/derived")
SOURCE: Final = Source(
    now=f"{BRIEF.without} LEFT JOIN published.project_brief AS n ON n.project_id = v.project_id",
    past=query("projects/past").replace("{rows}", "published.project_now AS v"),
    past_by_key=query("projects/past").replace("{rows}", query("projects/version_then")),
    key=(SortKey("v.project_id", "text", unique=True),),
    known_as="v.project_id = {id}::text",
    feature=f"left(v.feature_text, -2) || {_DERIVED}",
    # Bytes are cut without a look at every letter: half of what a page takes.
    utf8="substring(convert_to(v.feature_text, 'UTF8') FROM 1 FOR octet_length(v.feature_text) - 2) "
    f"|| convert_to({_DERIVED}, 'UTF8')",
    geometry="v.footprint",
    takes=("language", "today", "zone"),
    always=("withheld",),
    brief=BRIEF,
)
_OF_CLASS: Final = {
    name: replace(SOURCE, known_as=f"{SOURCE.known_as} AND v.geometry_class = '{name}'")
    for name in ("point", "line", "area")
}


async def feature(
    pool: ReadPool,
    project_id: str,
    *,
    language: str,
    today: date,
    zone: str = "UTC",
    crs: Crs = CRS84,
    geometry_class: str | None = None,
    as_of: int | None = None,
) -> bytes:
    """One project as a GeoJSON feature, of any class of geometry or of that one. Raises NotFound."""
    source = SOURCE if geometry_class is None else _OF_CLASS[geometry_class]
    return await read_feature(pool, source, project_id, language=language, today=today, zone=zone, crs=crs, as_of=as_of)


async def page(pool: ReadPool, selection: Selection, asked: Asked) -> Page:
    """A page of the selection."""
    in_brief = is_in_brief(selection) and BRIEF.holds(*(key.expression for key in asked.sort))
    dense = selection.bbox is not None and in_brief and await is_dense(pool, selection.bbox)
    return await read_page(pool, SOURCE, selecting(selection, dense=dense), asked)


def selecting(selection: Selection, *, dense: bool = False) -> Selecting:
    """How the selection finds its rows, and what it knows of their number.

    `dense` says that its box holds so many that looking through the brief is the faster way.
    """
    found = None if dense else _found(selection)
    gather = not dense and (selection.bbox is not None or selection.area is not None or selection.scattered)
    return Selecting(
        select=lambda clause: demand(clause, selection),
        count=kept_count(selection) or _count_then(selection),
        gather=gather,
        as_of=selection.as_of,
        brief=(lambda clause: demand_of_brief(clause, selection)) if is_in_brief(selection) and not gather else None,
        ordered=_is_ordered(selection),
        alike=found is not None
        or is_of_district_and_code(selection)
        or (_is_ordered(selection) and _is_of_single_codes(selection)),
        found=found,
    )


def _count_then(selection: Selection) -> Callable[[Where], str] | None:
    """What counts a selection of an earlier publication in the briefs of then; None where these do not hold it all."""
    lasting = replace(selection, as_of=None)
    if selection.as_of is None or not is_in_brief(lasting):
        return None

    def count(clause: Where) -> str:
        own, clause.conditions = clause.conditions, []
        demand_of_brief(clause, lasting)
        counted = f"(SELECT count(*) FROM {BRIEF.relation}{clause.text})"  # noqa: S608 - text of our own, values bound
        clause.conditions = own
        return counted

    return count


def _found(selection: Selection) -> Found | None:
    box = selection.bbox
    return Found(BOXES, lambda clause: demand_of_boxes(clause, box)) if box and is_box_alone(selection) else None


def _is_ordered(selection: Selection) -> bool:
    """Whether an index of the whole rows finds what is selected in the order of ids."""
    return selection.districts is None and kept_count(selection) is not None


def _is_of_single_codes(selection: Selection) -> bool:
    """Whether every code that is demanded is the only one of its kind, and nothing else is demanded."""
    codes = (selection.statuses, selection.categories, selection.agencies)
    of_class = selection.mapped is not None or selection.geometry_class is not None
    return not of_class and all(one is None or len(one) == 1 for one in codes)
