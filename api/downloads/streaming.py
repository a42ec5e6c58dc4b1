"""Send a selection while it is read: nothing is stored, and a slow reader holds no connection to the database."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.context import Context
from api.downloads.orders import Order, salted
from api.downloads.reading import features
from api.http.answers import REVALIDATE, holds, unchanged
from api.ogc.links import header, link
from data.exports.delimited import csv_head, csv_rows
from data.exports.geojson import GEOJSON_END, geojson_head, geojson_part


async def stream(request: Request, ctx: Context, order: Order) -> Response:
    """The selection as GeoJSON or CSV; errors of its first page are still told as problems."""
    about = await salted(ctx, order)
    order = replace(order, about=about)
    tag = f'W/"{hashlib.sha256(f"{order.key} {about.random_bits}".encode()).hexdigest()[:32]}"'
    headers = {
        "Link": header(
            [
                link("describedby", f"{ctx.links}{order.manifest}", "application/json", "Manifest"),
                link("license", ctx.city.licence_url, "text/html", ctx.city.licence),
            ]
        ),
        "Allimi-Publication": str(about.publication),
    }
    if holds(request, tag):
        return unchanged(tag, headers=headers)
    name = f"{ctx.city.code}-{about.collection}-{about.publication}-selection"
    headers |= {
        "ETag": tag,
        "Cache-Control": REVALIDATE,
        "Content-Disposition": f'attachment; filename="{name}.{order.kind.suffix}"',
    }
    pages = features(ctx, order)
    first = await anext(pages)
    pieces = _geojson(order, first, pages) if order.kind.suffix == "geojson" else _csv(order, first, pages)
    if request.method == "HEAD":
        await pages.aclose()
        answer = Response(headers=headers, media_type=order.kind.media_type)
        del answer.headers["content-length"]  # nobody knows it before the last byte
        return answer
    return StreamingResponse(pieces, headers=headers, media_type=order.kind.media_type)


async def _geojson(order: Order, first: tuple[str, ...], rest: AsyncIterator[tuple[str, ...]]) -> AsyncIterator[bytes]:
    yield geojson_head(order.about)
    yield geojson_part(first, first=True)
    async for texts in rest:
        yield geojson_part(texts, first=False)
    yield GEOJSON_END


async def _csv(order: Order, first: tuple[str, ...], rest: AsyncIterator[tuple[str, ...]]) -> AsyncIterator[bytes]:
    yield csv_head(order.about)
    yield await asyncio.to_thread(csv_rows, first, order.about)
    async for texts in rest:
        yield await asyncio.to_thread(csv_rows, texts, order.about)
