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

_RANGES: Final = re.compile(r"bytes=(?:\d{1,30}-\d{0,30}|-\d{1,30})(?:,(?:\d{1,30}-\d{0,30}|-\d{1,30})){0,9}", re.ASCII)
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
    _mend_range(request, manifest.size, tag)
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


def _mend_range(request: Request, size: int, tag: str) -> None:
    """Leave out a Range that is none, as RFC 9110 (section 14.2) says, and parts of one that lie behind the end.

    Raises 416 where all of them do, of the file that the client has.
    """
    asked = request.headers.get("range", "")
    if not asked:
        return
    plain = asked.replace(" ", "")
    mended = ""
    if _RANGES.fullmatch(plain) and not _is_inside_out(plain):
        within = [part for part in plain.removeprefix("bytes=").split(",") if _begins(part, size) < size]
        if not within and request.headers.get("if-range", tag) == tag:
            raise HTTPException(416, f"The file has {size} bytes.", headers={"Content-Range": f"bytes */{size}"})
        mended = f"bytes={','.join(within)}" if within else ""
    kept = [pair for pair in request.scope["headers"] if pair[0] != b"range"]
    request.scope["headers"] = [*kept, (b"range", mended.encode())] if mended else kept


def _is_inside_out(ranges: str) -> bool:
    pairs = (part.split("-") for part in ranges.removeprefix("bytes=").split(","))
    return any(first and last and int(first) > int(last) for first, last in pairs)


def _begins(part: str, size: int) -> int:
    """Where a range begins; of one that counts from the end, where the file begins at the earliest."""
    first, _, last = part.partition("-")
    return int(first) if first else max(size - int(last), 0)
