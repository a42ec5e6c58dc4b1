"""A page of features as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.http.answers import answer
from api.http.cursors import Cursor, sign
from api.http.negotiation import MEDIA_TYPE, Format
from api.ogc.links import header, next_link
from api.ogc.paging import fingerprint
from data.tables import csv_table
from geo.projects import Page


async def csv_answer(request: Request, ctx: Context, page: Page, given: Mapping[str, Any], collection: str) -> Response:
    """The page as CSV; the next page is named in the Link header, the count in `OGC-NumberMatched`."""
    body = await run_in_threadpool(csv_table, page.features)
    headers = {
        "OGC-NumberMatched": str(page.matched),
        "Content-Disposition": f'attachment; filename="{collection}.csv"',
    }
    if page.last is not None:
        cursor = sign(Cursor(page.last, page.matched, fingerprint(given)), ctx.secret)
        path = f"/collections/{collection}/items"
        headers["Link"] = header([next_link(request, ctx.links, path, cursor, "text/csv")])
    return answer(request, body, MEDIA_TYPE[Format.CSV], headers=headers)
