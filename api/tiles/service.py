"""Tiles on demand: from memory where their generation still holds, else from the database, once for all who ask.

The generation is read from the database, never told by a message: a request first learns the newest publication (all
that ask at one time share the question), and what is known of a tile's age holds as long as that number stays.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from api.tiles.cache import Drawn, TileCache
from geo.districts import current_set
from geo.store.connecting import ReadPool
from geo.tiles import Asked, Counts, TileAddress, count_by_district, is_counted, read_state, read_tile

MOST_AGES: Final = 100_000
MOST_COUNTS: Final = 64
LARGE: Final = 100_000
"""Bytes that are packed in a thread, since that takes two milliseconds and more."""


@dataclass(frozen=True, slots=True)
class Request:
    """A tile that is asked for; `name` stands for all that is asked of it, as text."""

    address: TileAddress
    asked: Asked
    name: str
    today: date


@dataclass(frozen=True, slots=True)
class Named:
    """A request at the newest publication, with what its answer depends on besides."""

    address: TileAddress
    asked: Asked
    key: tuple[Hashable, ...]
    number: int


class TileService:
    """The tiles of one process."""

    def __init__(self, pool: ReadPool, *, most_bytes: int) -> None:
        self.cache = TileCache(most_bytes)
        self._pool = pool
        self._number = -1
        self._ages: dict[TileAddress, int] = {}
        self._sets: dict[date, str | None] = {}
        self._counts: dict[Hashable, Counts] = {}
        self._flights: dict[Hashable, asyncio.Task[Any]] = {}

    async def named(self, request: Request) -> Named:
        """The request, at the newest publication and with the boundary set that is drawn."""
        number = (await self._pool.newest()).number
        if number > self._number:
            self._forget(number)
        asked = request.asked
        if asked.boundary_set is None:
            asked = replace(asked, boundary_set=await self._set_of(request.today, number))
        day = None if asked.selection is None else request.today
        return Named(request.address, asked, (request.address, request.name, asked.boundary_set, day), number)

    async def generation(self, named: Named, *, asked_for: bool) -> int | None:
        """The generation of the tile; None where nobody has the tile, so that drawing it will tell."""
        if named.asked.selection is not None:
            return named.number
        kept = named.address.kept()
        known = self._ages.get(kept)
        if known is None and (asked_for or named.key in self.cache):
            state = await self._once(("age", kept, named.number), lambda: self._state(kept, named.number))
            known = state.generation
        return known

    async def drawn(self, named: Named, generation: int | None, *, packed: bool) -> Drawn:
        """The tile in that generation, or, where it is None, in the one that the database has."""
        found = None if generation is None else self.cache.get(named.key, generation)
        if found is None:
            found = await self._once((named.key, named.number), lambda: self._draw(named))
        if packed and found.may_be_packed():
            found = found.pack() if len(found.body) < LARGE else await asyncio.to_thread(found.pack)
            self.cache.put(named.key, found)
        return found

    async def _draw(self, named: Named) -> Drawn:
        counts = await self._counted(named)
        read = await read_tile(self._pool, named.address, named.asked, counts, at_least=named.number)
        if named.asked.selection is None:
            self._remember(named.address.kept(), read.state.number, read.state.generation)
        tile = Drawn(read.state.generation, read.data, packed=False)
        self.cache.put(named.key, tile)
        return tile

    async def _counted(self, named: Named) -> Counts | None:
        asked, chosen = named.asked, named.asked.selection
        if chosen is None or asked.boundary_set is None:
            return None
        if not await is_counted(self._pool, named.address, asked, at_least=named.number):
            return None
        key = (*named.key[1:], named.number)
        if key not in self._counts:
            code = asked.boundary_set
            found: Counts = await self._once(
                ("counts", key), lambda: count_by_district(self._pool, chosen, code, at_least=named.number)
            )
            self._counts[key] = found
            while len(self._counts) > MOST_COUNTS:
                del self._counts[next(iter(self._counts))]
        return self._counts[key]

    async def _state(self, kept: TileAddress, number: int) -> Any:  # noqa: ANN401
        state = await read_state(self._pool, kept, at_least=number)
        self._remember(kept, state.number, state.generation)
        return state

    async def _set_of(self, today: date, number: int) -> str | None:
        if today not in self._sets:
            found = await current_set(self._pool, today, at_least=number)
            if number != self._number:
                return found.code if found else None
            self._sets[today] = found.code if found else None
        return self._sets[today]

    def _remember(self, kept: TileAddress, number: int, generation: int) -> None:
        if number == self._number:
            if len(self._ages) >= MOST_AGES:
                self._ages.clear()
            self._ages[kept] = generation

    def _forget(self, number: int) -> None:
        self._number = number
        self._ages.clear()
        self._sets.clear()
        self._counts.clear()

    async def _once(self, key: Hashable, make: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401 - what it makes
        """What `make` gives, made once for all who ask for it meanwhile; a failure is everyone's and is not kept."""
        task = self._flights.get(key)
        if task is None:
            task = asyncio.ensure_future(make())
            self._flights[key] = task
            task.add_done_callback(lambda done: self._landed(key, done))
        return await asyncio.shield(task)

    def _landed(self, key: Hashable, task: asyncio.Task[Any]) -> None:
        del self._flights[key]
        if not task.cancelled():
            task.exception()  # whoever asked may be gone; a failure is told to those who are not
