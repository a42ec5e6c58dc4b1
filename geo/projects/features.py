"""Projects as GeoJSON text, made by the database and passed through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from itertools import product
from typing import Final

from geo.crs import CRS84, Crs
from geo.items import Asked, Page, Selecting, SortKey, Source, Where, read_feature, read_page
from geo.projects.selection import Selection, demand
from geo.sql import query
from geo.store.connecting import ReadPool

SOURCE: Final = Source(
    now="published.project_now AS v LEFT JOIN published.agency AS a ON a.code = v.agency",
    past=query("projects/past"),
    key=(SortKey("v.project_id", "text", unique=True),),
    known_as="v.project_id = {id}::text",
    feature=query("projects/feature"),
    geometry="v.footprint",
    takes=("language", "today"),
    always=("withheld",),
)
_OF_CLASS: Final = {name: f"{SOURCE.known_as} AND v.geometry_class = '{name}'" for name in ("point", "line", "area")}
_COUNTED: Final = {"statuses": "status", "categories": "category", "agencies": "agency"}
"""The attributes of a selection whose codes are counted as projects are published."""
_NARROWING: Final = tuple(one.name for one in fields(Selection) if one.name != "scattered")


async def feature(
    pool: ReadPool,
    project_id: str,
    *,
    language: str,
    today: date,
    crs: Crs = CRS84,
    geometry_class: str | None = None,
) -> str:
    """One project as a GeoJSON feature, of any class of geometry or of that one. Raises NotFound."""
    source = SOURCE if geometry_class is None else replace(SOURCE, known_as=_OF_CLASS[geometry_class])
    return await read_feature(pool, source, project_id, language=language, today=today, crs=crs)


async def page(pool: ReadPool, selection: Selection, asked: Asked) -> Page:
    """A page of the selection."""
    return await read_page(pool, SOURCE, selecting(selection), asked)


def selecting(selection: Selection) -> Selecting:
    """How the selection finds its rows, and what it knows of their number."""
    return Selecting(
        select=lambda clause: demand(clause, selection),
        count=_kept_count(selection),
        gather=selection.bbox is not None or selection.area is not None or selection.scattered,
        as_of=selection.as_of,
    )


def _kept_count(selection: Selection) -> Callable[[Where], str] | None:
    """The counters' SQL for a selection by one attribute, or by status and category; None where only the rows know."""
    given = {name for name in _NARROWING if getattr(selection, name) not in (None, ())}
    counted = tuple(name for name in _COUNTED if name in given)
    if given - {*counted, "geometry_class", "mapped"} or (len(counted) > 1 and counted != ("statuses", "categories")):
        return None
    return lambda clause: _from_counters(clause, selection, counted)


def _from_counters(clause: Where, selection: Selection, counted: tuple[str, ...]) -> str:
    attribute = ",".join(_COUNTED[name] for name in counted) or "all"
    chosen = [sorted(str(code) for code in getattr(selection, name)) for name in counted]
    codes = [",".join(parts) for parts in product(*chosen)]
    demanded = [
        f"c.attribute = {clause.bind(attribute)}::text",
        f"c.code = ANY ({clause.bind(codes)}::text[])",
    ]
    if selection.geometry_class is not None:
        demanded.append(f"c.geometry_class = {clause.bind(selection.geometry_class)}::text")
    if selection.mapped is not None:
        demanded.append(f"c.geometry_class {'<>' if selection.mapped else '='} 'none'")
    kept = f"SELECT coalesce(sum(c.projects), 0) FROM published.project_count AS c WHERE {' AND '.join(demanded)}"  # noqa: S608 - bound
    return f"({kept})::bigint"
