"""A page of features as GeoJSON bytes or CSV, with its links and counts; the features are never parsed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.http.answers import answer
from api.http.cursors import Cursor, sign, verify
from api.http.negotiation import FEATURES, MEDIA_TYPE, Format
from api.ogc.collection import Collection
from api.ogc.links import header, link, next_link, selves
from geo.collections import newest
from geo.errors import BadRequest
from geo.projects import Page


def fingerprint(collection: str, given: Mapping[str, Any]) -> str:
    """What ties a cursor to the collection and the selection it was made for."""
    named = sorted((name, str(_stable(value))) for name, value in given.items() if name not in {"f", "limit", "cursor"})
    return hashlib.sha256(json.dumps([collection, named]).encode()).hexdigest()[:16]


def begin(collection: str, given: Mapping[str, Any], ctx: Context) -> Cursor | None:
    """Where the page begins. Raises BadRequest for a cursor of another selection."""
    if "cursor" not in given:
        return None
    cursor = verify(given["cursor"], ctx.secret)
    if cursor.selection != fingerprint(collection, given):
        raise BadRequest("The cursor belongs to other parameters; begin at the first page.", parameter="cursor")
    return cursor


async def feature_collection(
    request: Request, ctx: Context, page: Page, given: Mapping[str, Any], collection: Collection
) -> Response:
    """The page as a GeoJSON FeatureCollection."""
    links = selves(request, ctx.links, FEATURES, Format.GEOJSON)
    path = f"/collections/{collection.name}"
    if page.last is not None:
        cursor = sign(Cursor(page.last, page.matched, fingerprint(collection.name, given)), ctx.secret)
        links.append(next_link(request, ctx.links, f"{path}/items", cursor, MEDIA_TYPE[Format.GEOJSON]))
    links.append(link("collection", ctx.links + path, MEDIA_TYPE[Format.JSON], "The collection"))
    links.append(link("license", ctx.city.licence_url, "text/html", ctx.city.licence))
    body = _framed(page, links, await time_stamp(ctx), ctx)
    return answer(request, body, MEDIA_TYPE[Format.GEOJSON], headers={"Link": header(links)})


async def time_stamp(ctx: Context) -> str:
    """The instant of the newest publication: the state that an answer shows."""
    published = (await newest(ctx.pool)).published_at or datetime.fromtimestamp(0, UTC)
    return published.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _framed(page: Page, links: list[dict[str, Any]], stamp: str, ctx: Context) -> bytes:
    tail = {
        "links": links,
        "timeStamp": stamp,
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "licence": ctx.city.licence,
        "attribution": ctx.city.attribution,
    }
    written = json.dumps(tail, ensure_ascii=False, separators=(",", ":"), default=dict)
    return ('{"type":"FeatureCollection","features":[' + ",\n".join(page.features) + "]," + written[1:]).encode()


def _stable(value: Any) -> Any:  # noqa: ANN401 - any parameter's value
    return sorted(value) if isinstance(value, frozenset) else value
