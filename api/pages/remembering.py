"""Answers of the database that stay true until the next publication, kept for a moment."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, Final, TypeVar

from geo.store.connecting import ReadPool

Value = TypeVar("Value")
SECONDS: Final = 30
"""Longest time an answer is kept, whatever is published: places may change without a publication."""
MOST: Final = 500


class Remembered:
    """Keeps answers of one publication; only what is the same for every reader belongs here."""

    def __init__(self, pool: ReadPool) -> None:
        self._pool = pool
        self._number = -1
        self._kept: dict[Hashable, tuple[float, Any]] = {}

    async def get(self, key: Hashable, ask: Callable[[], Awaitable[Value]]) -> Value:
        """The answer to `ask`, which nothing but `key` and the publication decides."""
        number = (await self._pool.newest()).number
        if number != self._number or len(self._kept) > MOST:
            self._number, self._kept = number, {}
        kept = self._kept.get(key)
        if kept is None or time.monotonic() - kept[0] > SECONDS:
            kept = time.monotonic(), await ask()
            if number == self._number:
                self._kept[key] = kept
        value: Value = kept[1]
        return value
