"""The published progress reports, the latest word on each date, as GeoJSON features without geometry."""

from __future__ import annotations

from datetime import date
from typing import Final

from geo.crs import CRS84, Crs
from geo.items import Asked, Condition, Page, Selecting, SortKey, Source, Where, read_feature, read_page
from geo.periods import Interval
from geo.sql import query
from geo.store.connecting import ReadPool

SOURCE: Final = Source(
    now="published.progress_now AS p",
    key=(SortKey("p.project_id", "text", unique=True), SortKey("p.as_of", "date", unique=True)),
    # The project's id by itself lets the index find it.
    known_as="p.project_id = left({id}::text, -11) AND p.project_id || ':' || p.as_of = {id}::text",
    feature=query("progress/feature"),
    takes=(),
)


async def report_feature(
    pool: ReadPool, report_id: str, *, language: str, today: date, crs: Crs = CRS84, as_of: int | None = None
) -> bytes:
    """One report, by its id `project:date`. Raises NotFound."""
    return await read_feature(pool, SOURCE, report_id, language=language, today=today, crs=crs, as_of=as_of)


async def report_page(
    pool: ReadPool,
    interval: Interval | None,
    conditions: tuple[Condition, ...],
    asked: Asked,
    *,
    as_of: int | None = None,
) -> Page:
    """A page of the reports of an interval that meet the conditions on `p`."""

    def select(clause: Where) -> None:
        if interval and interval.start:
            clause.add(f"p.as_of >= {clause.bind(interval.start)}::date")
        if interval and interval.end:
            clause.add(f"p.as_of <= {clause.bind(interval.end)}::date")
        clause.demand(conditions)

    kept = None if interval or conditions or as_of is not None else (lambda _: query("progress/count"))
    return await read_page(pool, SOURCE, Selecting(select=select, count=kept, as_of=as_of), asked)
