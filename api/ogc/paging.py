"""A page of features as GeoJSON, with its links and counts; the features are never parsed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.http.answers import compact, pieces
from api.http.negotiation import FEATURES, MEDIA_TYPE, Format
from api.ogc.asking import crs, next_cursor
from api.ogc.collection import Collection
from api.ogc.links import Link, header, link, next_link, selves
from geo.items import Page


def feature_collection(
    request: Request, ctx: Context, page: Page, given: Mapping[str, Any], collection: Collection, tag: str
) -> Response:
    """The page as a GeoJSON FeatureCollection; `tag` is its ETag."""
    links = selves(request, ctx.links, FEATURES, Format.GEOJSON)
    path = f"/collections/{collection.name}"
    if page.following is not None:
        cursor = next_cursor(collection, given, page.following, ctx)
        links.append(next_link(request, ctx.links, f"{path}/items", cursor, MEDIA_TYPE[Format.GEOJSON]))
    links.append(link("collection", ctx.links + path, MEDIA_TYPE[Format.JSON], "The collection"))
    links.append(link("license", ctx.city.licence_url, "text/html", ctx.city.licence))
    headers = {"Link": header(links), "Content-Crs": f"<{crs(given, ctx, 'crs').uri}>"}
    return pieces(
        ('{"type":"FeatureCollection","features":[', page.features, _tail(page, links, ctx)),
        MEDIA_TYPE[Format.GEOJSON],
        tag=tag,
        headers=headers,
    )


def time_stamp(page: Page) -> str:
    """The instant of the publication whose state an answer shows."""
    published = page.published_at or datetime.fromtimestamp(0, UTC)
    return published.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _tail(page: Page, links: list[Link], ctx: Context) -> str:
    tail = {
        "links": links,
        "timeStamp": time_stamp(page),
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "licence": ctx.city.licence,
        "attribution": ctx.city.attribution,
    }
    return f"],{compact(tail)[1:]}"
