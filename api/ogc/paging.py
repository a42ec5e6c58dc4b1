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
from api.ogc.links import Written, next_link, write, written
from geo.items import Page


def feature_collection(
    request: Request, ctx: Context, page: Page, given: Mapping[str, Any], collection: Collection, tag: str
) -> Response:
    """The page as a GeoJSON FeatureCollection; `tag` is its ETag."""
    links = written(request, ctx.links, FEATURES, Format.GEOJSON, around(ctx, collection.name))
    if page.following is not None:
        cursor = next_cursor(collection, given, page.following, ctx)
        here = f"/collections/{collection.name}/items"
        following = write([next_link(request, ctx.links, here, cursor, MEDIA_TYPE[Format.GEOJSON])])
        links = Written(f"{following.json[:-1]},{links.json[1:]}", f"{following.header}, {links.header}")
    headers = {"Link": links.header, "Content-Crs": f"<{crs(given, ctx, 'crs').uri}>"}
    return pieces(
        ('{"type":"FeatureCollection","features":[', page.parts, _tail(page, links, ctx)),
        MEDIA_TYPE[Format.GEOJSON],
        tag=tag,
        headers=headers,
    )


def around(ctx: Context, collection: str) -> tuple[tuple[str, ...], ...]:
    """The links of features besides those to themselves, as `links.written` takes them."""
    return (
        ("collection", f"{ctx.links}/collections/{collection}", MEDIA_TYPE[Format.JSON], "The collection"),
        ("license", ctx.city.licence_url, "text/html", ctx.city.licence),
    )


def time_stamp(page: Page) -> str:
    """The instant of the publication whose state an answer shows."""
    published = page.published_at or datetime.fromtimestamp(0, UTC)
    return published.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _tail(page: Page, links: Written, ctx: Context) -> str:
    tail = {
        "timeStamp": time_stamp(page),
        "numberMatched": page.matched,
        "numberReturned": page.returned,
        "licence": ctx.city.licence,
        "attribution": ctx.city.attribution,
    }
    return f'],"links":{links.json},{compact(tail)[1:]}'
