"""How an answer that is sent in pieces says how much it keeps in memory meanwhile: the server counts it as unread."""

from __future__ import annotations

from typing import Final

from starlette.types import Scope

EXTENSION: Final = "allimi.holding"
"""In the extensions of an ASGI scope: a function that takes the number of bytes."""


def hold(scope: Scope, size: int) -> None:
    """Say that the answer keeps so many bytes until its client has read it; a server that does not ask is not told."""
    told = scope.get("extensions", {}).get(EXTENSION)
    if told is not None:
        told(size)
