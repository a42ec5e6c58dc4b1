"""Bodies: taken in pieces into a file, within their limit of size and time; never unpacked."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from geo.errors import NoRoom

IN_MEMORY: Final = 2**20
JSON: Final = ("application/json", "application/geo+json")
LINES: Final = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Body:
    """A body that was received whole, with its size in bytes; `digest` is the SHA-256 of the request."""

    file: BinaryIO
    size: int
    media_type: str
    digest: bytes

    def read(self) -> bytes:
        """All of it."""
        self.file.seek(0)
        return self.file.read()


@asynccontextmanager
async def received(request: Request, *, largest: int, types: Sequence[str], pause: float) -> AsyncIterator[Body]:
    """The body, as long as the block lasts.

    Raises HTTPException: 415 for another type or a packed body, 413 as soon as it is too large, 408 where it stops
    coming. Raises NoRoom where the disk is full.
    """
    media_type = _checked(request, largest, types)
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query} {media_type}\n".encode())
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        try:
            async for piece in _pieces(request, largest, pause):
                digest.update(piece)
                file.write(piece)
        except OSError as cause:
            raise NoRoom("There is no room for the body; nothing was stored.") from cause
        size = file.tell()
        file.seek(0)
        yield Body(cast(BinaryIO, file), size, media_type, digest.digest())


def _checked(request: Request, largest: int, types: Sequence[str]) -> str:
    packed = request.headers.get("content-encoding", "identity").strip().lower()
    if packed not in {"", "identity"}:
        raise HTTPException(
            415, "A body is sent as it is, not packed.", _close(request) | {"Accept-Encoding": "identity"}
        )
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in types:
        raise HTTPException(415, f"The body is {' or '.join(types)}.", _close(request))
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > largest:
        raise _too_large(largest)
    return media_type


async def _pieces(request: Request, largest: int, pause: float) -> AsyncIterator[bytes]:
    stream, size = request.stream(), 0
    while True:
        try:
            async with asyncio.timeout(pause):
                piece = await anext(stream)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise HTTPException(408, "The body has stopped coming.", {"Connection": "close"}) from None
        except ClientDisconnect:
            raise HTTPException(400, "The body breaks off.") from None
        size += len(piece)
        if size > largest:
            raise _too_large(largest)
        yield piece


def _too_large(largest: int) -> HTTPException:
    return HTTPException(413, f"A body has at most {largest:,} bytes.", {"Connection": "close"})


def _close(request: Request) -> dict[str, str]:
    """Close the connection where much of a body would still come."""
    length = request.headers.get("content-length", "")
    return {} if length.isdecimal() and int(length[:20]) < 65_536 else {"Connection": "close"}
