"""Serve stored files: whole or in part, with what proves that they are whole."""

from __future__ import annotations

import base64
import re
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api.context import Context
from api.http.answers import REVALIDATE, holds, unchanged
from api.ogc.links import header, link
from data.exports import FileFormat, Manifest, Stored

_RANGES: Final = re.compile(r"bytes=(?:\d+-\d*|-\d+)(?:,(?:\d+-\d*|-\d+)){0,9}", re.ASCII)
AS_IT_IS: Final = {"Content-Encoding": "identity"}
"""A sign for the middleware that packs: packed, a file could not be had in parts. It takes the sign away."""


def serve(request: Request, ctx: Context, stored: Stored, kind: FileFormat, path: str) -> Response:
    """A stored file, 206 for ranges of it, 304 where the client has it. Raises 416 where no range is in it."""
    manifest = stored.manifest
    tag = f'"{manifest.sha256}"'
    links = [
        link("describedby", f"{ctx.links}{path}.json", "application/json", "Manifest"),
        link("license", ctx.city.licence_url, "text/html", ctx.city.licence),
    ]
    headers = {"Link": header(links), "Content-Location": path}
    if holds(request, tag):
        return unchanged(tag, headers=headers)
    _mend_range(request, manifest.size)
    digest = base64.b64encode(bytes.fromhex(manifest.sha256)).decode()
    proof = {"ETag": tag, "Cache-Control": REVALIDATE, "Repr-Digest": f"sha-256=:{digest}:"}
    return FileResponse(
        stored.path,
        headers=headers | proof | AS_IT_IS,
        media_type=kind.media_type,
        filename=filename(ctx, manifest, kind),
    )


def filename(ctx: Context, manifest: Manifest, kind: FileFormat) -> str:
    """The name under which a client keeps the file: the city, what it is, of which publication."""
    part = "-selection" if manifest.members["selection"] else ""
    return f"{ctx.city.code}-{manifest.members['collection']}-{manifest.publication}{part}.{kind.suffix}"


def _mend_range(request: Request, size: int) -> None:
    """Leave out a Range that is none, as RFC 9110 (section 14.2) says; refuse one that lies behind the end."""
    asked = request.headers.get("range", "")
    if not asked:
        return
    plain = asked.replace(" ", "")
    if not _RANGES.fullmatch(plain) or _is_inside_out(plain):
        request.scope["headers"] = [pair for pair in request.scope["headers"] if pair[0] != b"range"]
    elif all(_begins(part) >= size for part in plain.removeprefix("bytes=").split(",")):
        raise HTTPException(416, f"The file has {size} bytes.", headers={"Content-Range": f"bytes */{size}"})


def _is_inside_out(ranges: str) -> bool:
    pairs = (part.split("-") for part in ranges.removeprefix("bytes=").split(","))
    return any(first and last and int(first) > int(last) for first, last in pairs)


def _begins(part: str) -> int:
    """Where a range begins; one that counts from the end is always in the file."""
    first, _, _ = part.partition("-")
    return int(first) if first else 0
