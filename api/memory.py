"""Memory goes back to the system: glibc keeps what a large answer took, for ever where small things lie behind it.

What a program has built before it serves stays; looking through that for garbage again and again would hold up answers.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
from collections.abc import Callable
from contextlib import suppress
from typing import Final

PAUSE_SECONDS: Final = 0.5
_GENERATIONS: Final = (20_000, 20, 20)
"""Objects made until the youngest are looked through, and how often until the next older are: an answer makes few
that refer to each other, so there is little to find."""


class GiveBack:
    """Gives memory back a moment after it was let go, once for all who let go meanwhile."""

    def __init__(self) -> None:
        self._trim = _trimming()
        self._soon = False

    def soon(self) -> None:
        """Memory has been let go."""
        if self._trim is not None and not self._soon:
            self._soon = True
            asyncio.get_running_loop().call_later(PAUSE_SECONDS, self._begin)

    def _begin(self) -> None:
        self._soon = False
        if self._trim is not None:
            asyncio.get_running_loop().run_in_executor(None, self._trim, 0)  # some milliseconds, not in the loop


def settle() -> None:
    """What there is now is here to stay: garbage is looked for among what comes later only, and less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GENERATIONS)


def _trimming() -> Callable[[int], int] | None:
    """`malloc_trim` of glibc; None where the system's library has none."""
    with suppress(OSError, AttributeError):
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
        return trim
    return None
