"""Tiles of past instants: drawn once for all instants of the same publication, and kept until something is published.

Only a purge changes what was published, and a purge is a publication.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from api.tiles.service import Request
from geo.districts import current_set
from geo.moments import Moment
from geo.store.connecting import ReadPool
from geo.tiles import Asked, Counts, counts_then, read_tile_then

_OWN: Final = 600
"""Bytes that an entry takes besides those of its tile, about."""


@dataclass(frozen=True, slots=True)
class DrawnThen:
    """A tile as it is sent, and the hash of its bytes, which tells whether it has changed."""

    body: bytes
    digest: str


class TilesThen:
    """The tiles of past instants of one process."""

    def __init__(self, pool: ReadPool, *, most_bytes: int) -> None:
        self._pool = pool
        self._most = most_bytes
        self._newest = -1
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._bytes = 0
        self._flights: dict[Hashable, asyncio.Task[Any]] = {}

    async def drawn(self, request: Request, moment: Moment) -> DrawnThen:
        """The tile as the site showed it at a moment."""
        newest = (await self._pool.newest()).number
        if newest != self._newest:
            self._newest, self._bytes = newest, 0
            self._kept.clear()
        asked, number = request.asked, moment.number
        code = asked.boundary_set or await self._once(("set", number, moment.day), partial(self._set_of, moment))
        chosen = None if asked.selection is None else replace(asked.selection, as_of=None)
        day = None if chosen is None else moment.day
        asked = replace(asked, boundary_set=code, selection=chosen)
        key = (request.address, request.name, code, number, day)
        found: DrawnThen = await self._once(key, lambda: self._draw(request, asked, key))
        return found

    async def _draw(self, request: Request, asked: Asked, key: tuple[Any, ...]) -> DrawnThen:
        number = key[3]

        async def counts() -> Counts:
            found: Counts = await self._once(("counts", *key[1:]), lambda: counts_then(self._pool, asked, number))
            return found

        data = await read_tile_then(self._pool, request.address, asked, number, counts)
        return DrawnThen(data, hashlib.sha256(data).hexdigest()[:32])

    async def _set_of(self, moment: Moment) -> str | None:
        found = await current_set(self._pool, moment.day, as_of=moment.number)
        return found.code if found else None

    async def _once(self, key: Hashable, make: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401 - what it makes
        """What `make` gives: kept, or made once for all who ask for it meanwhile."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        newest, flight = self._newest, (key, self._newest)
        task = self._flights.get(flight)
        if task is None:
            task = asyncio.ensure_future(make())
            self._flights[flight] = task
            task.add_done_callback(lambda done: self._landed(flight, done))
        made = await asyncio.shield(task)
        if newest == self._newest and key not in self._kept:
            self._keep(key, made)
        return made

    def _keep(self, key: Hashable, made: Any) -> None:  # noqa: ANN401 - what was made
        self._kept[key] = made
        self._bytes += _size(made)
        while self._bytes > self._most:
            self._bytes -= _size(self._kept.popitem(last=False)[1])

    def _landed(self, flight: Hashable, task: asyncio.Task[Any]) -> None:
        del self._flights[flight]
        if not task.cancelled():
            task.exception()  # whoever asked may be gone; a failure is told to those who are not


def _size(made: Any) -> int:  # noqa: ANN401 - what was made
    return _OWN + (len(made.body) if isinstance(made, DrawnThen) else 0)
