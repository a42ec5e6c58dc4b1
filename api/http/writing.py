"""How an answer that is there as a whole is handed to the server in one go, where the server offers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from starlette.types import Scope

EXTENSION: Final = "allimi.whole"
"""In the extensions of an ASGI scope: a function that writes an answer."""

Header: TypeAlias = tuple[bytes, bytes]
Write: TypeAlias = Callable[[int, Sequence[Header], bytes, bytes], bool]
"""Takes the status, headers, more headers as lines of a head, and the body; False where it has written nothing."""


def lines_of(headers: Sequence[Header]) -> bytes:
    """Headers as the lines of a head (RFC 9112, section 5)."""
    return b"".join([part for name, value in headers for part in (name, b": ", value, b"\r\n")])


def write(scope: Scope, status: int, headers: Sequence[Header], lines: bytes, body: bytes) -> bool:
    """Write an answer at once; False where it has to be sent by messages, with the headers that `lines` are too."""
    offered: Write | None = scope.get("extensions", {}).get(EXTENSION)
    return offered is not None and offered(status, headers, lines, body)
