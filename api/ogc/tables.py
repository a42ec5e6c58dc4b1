"""A page of features as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.http.answers import tagged
from api.http.negotiation import MEDIA_TYPE, Format
from api.ogc.asking import crs, next_cursor
from api.ogc.collection import Collection
from api.ogc.links import header, link, next_link
from data.tables import csv_table
from data.totals import TOTALS
from geo.items import Page


async def csv_answer(
    request: Request, ctx: Context, page: Page, given: Mapping[str, Any], collection: Collection, tag: str
) -> Response:
    """The page as CSV; the next page is named in the Link header, the count in `OGC-NumberMatched`."""
    name, system = collection.name, crs(given, ctx, "crs")
    columns = given.get("properties") or _columns(collection)
    shown = collection.geometry is not None and not given.get("skipGeometry", False)
    table = partial(csv_table, page.features(), columns, licence=ctx.city.licence, footprint=shown)
    body = await run_in_threadpool(table)
    headers = {
        "OGC-NumberMatched": str(page.matched),
        "Content-Crs": f"<{system.uri}>",
        "Content-Disposition": f'attachment; filename="{name}.csv"',
    }
    links = [link("license", ctx.city.licence_url, "text/html", ctx.city.licence)]
    if page.following is not None:
        cursor = next_cursor(collection, given, page.following, ctx)
        links.append(next_link(request, ctx.links, f"/collections/{name}/items", cursor, "text/csv"))
    headers["Link"] = header(links)
    return tagged(body, MEDIA_TYPE[Format.CSV], tag=tag, headers=headers)


def _columns(collection: Collection) -> tuple[str, ...]:
    """Every property, and behind them what the sections of works come to."""
    return (*collection.properties, *(TOTALS if "contracts" in collection.properties else ()))
