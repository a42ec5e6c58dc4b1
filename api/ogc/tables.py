"""A page of features as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.http.answers import answer
from api.http.cursors import Cursor, sign
from api.http.negotiation import MEDIA_TYPE, Format
from api.ogc.collection import Collection
from api.ogc.links import header, link, next_link
from api.ogc.paging import fingerprint
from data.tables import csv_table
from geo.projects import Page


async def csv_answer(
    request: Request, ctx: Context, page: Page, given: Mapping[str, Any], collection: Collection
) -> Response:
    """The page as CSV; the next page is named in the Link header, the count in `OGC-NumberMatched`."""
    name = collection.name
    table = partial(csv_table, page.features, collection.properties, licence=ctx.city.licence)
    body = await run_in_threadpool(table)
    headers = {
        "OGC-NumberMatched": str(page.matched),
        "Content-Disposition": f'attachment; filename="{name}.csv"',
    }
    links = [link("license", ctx.city.licence_url, "text/html", ctx.city.licence)]
    if page.last is not None:
        cursor = sign(Cursor(page.last, page.matched, fingerprint(name, given)), ctx.secret)
        path = f"/collections/{name}/items"
        links.append(next_link(request, ctx.links, path, cursor, "text/csv"))
    headers["Link"] = header(links)
    return answer(request, body, MEDIA_TYPE[Format.CSV], headers=headers)
