"""Text files: their encoding, and gzip around them."""

from __future__ import annotations

import codecs
import gzip
import io
from pathlib import Path
from typing import IO, Final, cast

from geo.errors import BadInput

RATIO: Final = 200
"""A gzip file that grows more than this many times (and beyond `SMALL` bytes) is refused as a bomb."""
SMALL: Final = 64 * 2**20

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class _Limited(io.RawIOBase):
    """A byte stream that refuses to give more than `limit` bytes."""

    def __init__(self, inner: IO[bytes], limit: int) -> None:
        self._inner, self._left = inner, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._inner.read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise BadInput("The gzip file grows beyond all measure when unpacked; send it unpacked or in parts.")
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


def open_bytes(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked when it is gzip. Raises BadInput when it cannot be read."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        if not packed:
            return path.open("rb")
        limit = max(SMALL, RATIO * path.stat().st_size)
        return io.BufferedReader(_Limited(cast(IO[bytes], gzip.open(path, "rb")), limit), 2**18)
    except OSError as error:
        raise BadInput(f"The file {path.name} cannot be read: {error.strerror or error}.") from error


def head(path: Path, size: int = 2**16) -> bytes:
    """The first bytes of the (unpacked) file."""
    with open_bytes(path) as file:
        try:
            return file.read(size)
        except (OSError, EOFError) as error:
            raise BadInput(f"The file {path.name} is not a whole gzip file.") from error


def encoding_of(start: bytes, wanted: str | None) -> str:
    """The encoding of a text that starts so: what was asked for, else what a mark says, else UTF-8.

    Latin-1, CP949 and CP1258 cannot be told apart by looking, so they are never guessed: the caller says them.
    Raises BadInput for a name that Python does not know.
    """
    if wanted is not None:
        try:
            name = codecs.lookup(wanted).name
        except LookupError:
            raise BadInput(
                f"The encoding {wanted!r} is not known; use for example utf-8, latin-1, cp949, cp1258."
            ) from None
        return "utf-8-sig" if name == "utf-8" else name
    return next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8-sig")


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """The file as text with its line ends untouched; a wrong encoding raises UnicodeDecodeError while reading."""
    return io.TextIOWrapper(open_bytes(path), encoding=encoding, newline="")


def not_decodable(path: Path, encoding: str, error: UnicodeDecodeError) -> BadInput:
    """The error to raise for a file whose bytes are not in the encoding."""
    byte = error.object[error.start]
    name = encoding.removesuffix("-sig")
    return BadInput(
        f"The file {path.name} is not {name}: byte 0x{byte:02X} makes no sense. Say its encoding, "
        'for example encoding = "cp1258" (Vietnamese Windows), "cp949" (Korean), "latin-1".'
    )
