"""The agencies that order published works, as GeoJSON features without geometry."""

from __future__ import annotations

from datetime import date
from typing import Final

from geo.crs import CRS84, Crs
from geo.items import Asked, Condition, Page, Selecting, SortKey, Source, Where, read_feature, read_page
from geo.sql import query
from geo.store.connecting import ReadPool

_ORDERS: Final = (
    "EXISTS (SELECT FROM published.project_count AS c "
    "WHERE c.attribute = 'agency' AND c.code = a.code AND c.projects > 0)"
)
SOURCE: Final = Source(
    now="published.agency AS a",
    key=(SortKey("a.code", "text", unique=True),),
    known_as=f"a.code = {{id}}::text AND {_ORDERS}",
    feature=query("agencies/feature"),
)


async def agency_feature(pool: ReadPool, code: str, *, language: str, today: date, crs: Crs = CRS84) -> bytes:
    """One agency. Raises NotFound."""
    return await read_feature(pool, SOURCE, code, language=language, today=today, crs=crs)


async def agency_page(pool: ReadPool, conditions: tuple[Condition, ...], asked: Asked) -> Page:
    """A page of the agencies that meet the conditions on `a`."""

    def select(clause: Where) -> None:
        clause.add(_ORDERS)
        clause.demand(conditions)

    return await read_page(pool, SOURCE, Selecting(select=select), asked)
