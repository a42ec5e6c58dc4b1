"""The agencies that order published works, as GeoJSON features without geometry."""

from __future__ import annotations

import json
from datetime import date
from typing import Final

from geo.crs import CRS84, Crs
from geo.errors import NotFound
from geo.items import Asked, Condition, Page, Selecting, SortKey, Source, read_feature, read_page
from geo.sql import query
from geo.store.connecting import ReadPool

_ORDERS: Final = (
    "EXISTS (SELECT FROM published.project_count AS c "
    "WHERE c.attribute = 'agency' AND c.code = a.code AND c.projects > 0)"
)
SOURCE: Final = Source(
    now=f"(SELECT a.* FROM published.agency AS a WHERE {_ORDERS}) AS a",  # noqa: S608 - text of our own
    past=query("agencies/past"),
    key=(SortKey("a.code", "text", unique=True),),
    known_as="a.code = {id}::text",
    feature=query("agencies/feature"),
    feature_then=query("agencies/feature_then"),
)


async def agency_feature(
    pool: ReadPool, code: str, *, language: str, today: date, crs: Crs = CRS84, as_of: int | None = None
) -> bytes:
    """One agency. Raises NotFound."""
    return await read_feature(pool, SOURCE, code, language=language, today=today, crs=crs, as_of=as_of)


async def agency_names(pool: ReadPool, code: str) -> dict[str, str]:
    """The names of an agency by language, whether or not it orders works now. Raises NotFound."""
    text: str | None = await pool.value("SELECT g.names::text FROM published.agency AS g WHERE g.code = $1", code)
    if text is None:
        raise NotFound(f"No agency has the code {code!r}.")
    names: dict[str, str] = json.loads(text)
    return names


async def agency_page(
    pool: ReadPool, conditions: tuple[Condition, ...], asked: Asked, *, as_of: int | None = None
) -> Page:
    """A page of the agencies that meet the conditions on `a`."""
    selecting = Selecting(select=lambda clause: clause.demand(conditions), as_of=as_of)
    return await read_page(pool, SOURCE, selecting, asked)
