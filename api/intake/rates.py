"""How often one may ask: what a process turns away by itself, before it asks the database that counts for all."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Final

_MOST: Final = 10_000
"""Names that are kept; those unused longest go, since they may ask again anyway."""


class Rate:
    """So many in a time, all at once or spread."""

    def __init__(self, number: int, seconds: float) -> None:
        self._number, self._refill = float(number), number / seconds
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str) -> float:
        """Seconds until one more may come; 0 where it may come now. Counts nothing."""
        return max(0.0, (1 - self._left(name)) / self._refill)

    def count(self, name: str) -> None:
        """One has come."""
        self._buckets[name] = (self._left(name) - 1, time.monotonic())
        self._buckets.move_to_end(name)
        while len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)

    def _left(self, name: str) -> float:
        left, at = self._buckets.get(name, (self._number, 0.0))
        return min(self._number, left + (time.monotonic() - at) * self._refill)
