"""One feature with its links."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.http.answers import answer
from api.http.negotiation import FEATURE, MEDIA_TYPE, Format
from api.ogc.links import header, link, selves


def feature_answer(request: Request, ctx: Context, text: str, collection: str) -> Response:
    """The feature's text with its links appended."""
    links = selves(request, ctx.links, FEATURE, Format.GEOJSON)
    links.append(link("collection", f"{ctx.links}/collections/{collection}", MEDIA_TYPE[Format.JSON], "The collection"))
    links.append(link("license", ctx.city.licence_url, "text/html", ctx.city.licence))
    written = json.dumps(links, ensure_ascii=False, separators=(",", ":"))
    body = f'{text[:-1]},"links":{written}}}'.encode()
    return answer(request, body, MEDIA_TYPE[Format.GEOJSON], headers={"Link": header(links)})
