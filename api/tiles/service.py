"""Tiles on demand: from memory where their generation still holds, else from the database, once for all who ask.

The generation is read from the database, never told by a message: a request first learns the newest publication (all
that ask at one time share the question), and what is known of a tile's age holds as long as that number stays. A tile
that nobody has is drawn at once, since its statement reads that number too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, NamedTuple

from api.tiles.cache import Drawn, TileCache
from geo.districts import current_set
from geo.store.connecting import ReadPool
from geo.tiles import Asked, Content, Counts, State, TileAddress, count_by_district, is_counted, read_state, read_tile

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
    kept: TileAddress = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kept", self.address.kept())


class Named(NamedTuple):
    """A request at a publication, with what its answer depends on besides."""

    request: Request
    boundary_set: str | None
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
        self._flights: dict[Hashable, asyncio.Future[Any]] = {}

    async def named(self, request: Request, today: date) -> Named:
        """The request, at the newest publication and with the boundary set that is drawn."""
        number = (await self._pool.newest()).number
        self._learn(number)
        code = request.asked.boundary_set
        return _named(request, code or await self._set_of(today, number), today, number)

    async def generation(self, named: Named, *, asked_for: bool) -> int | None:
        """The generation of the tile; None where nobody has the tile, so that drawing it will tell."""
        if named.request.asked.selection is not None:
            return named.number
        kept = named.request.kept
        known = self._ages.get(kept)
        if known is None and (asked_for or named.key in self.cache):
            state = await self._once(("age", kept, named.number), lambda: self._state(kept, named.number))
            known = state.generation
        return known

    async def drawn_at_once(self, request: Request, today: date) -> tuple[Named, Drawn] | None:
        """A tile that nobody has, without asking for the newest publication first: drawing it tells that too.

        None where the tile is kept or being drawn, or its answer depends on more than was read with it.
        """
        number, code = self._number, request.asked.boundary_set
        if request.asked.selection is not None or self._pool.told > number or (not code and today not in self._sets):
            return None
        named = _named(request, code or self._sets[today], today, number)
        if named.key in self.cache or (named.key, number) in self._flights:
            return None
        drawn: Drawn = await self._once((named.key, number), lambda: self._draw(named))
        return (named, drawn) if self._number == number else None

    async def drawn(self, named: Named, generation: int | None, *, packed: bool) -> Drawn:
        """The tile in that generation, or, where it is None, in the one that the database has."""
        found = None if generation is None else self.cache.get(named.key, generation)
        if found is None:
            found = await self._once((named.key, named.number), lambda: self._draw(named))
        return await self.packed(named, found) if packed else found

    async def packed(self, named: Named, drawn: Drawn) -> Drawn:
        """The tile packed by gzip, and kept so, where that pays off."""
        if drawn.may_be_packed():
            drawn = drawn.pack() if len(drawn.body) < LARGE else await asyncio.to_thread(drawn.pack)
            self.cache.put(named.key, drawn)
        return drawn

    async def _draw(self, named: Named) -> Drawn:
        request = named.request
        counts = None if request.asked.selection is None else await self._counted(named)
        asked = request.asked
        if asked.selection is not None or Content.DISTRICTS in asked.content:  # else no district matters
            asked = replace(asked, boundary_set=named.boundary_set)
        age = self._ages.get(request.kept)
        known = None if age is None else State(self._number, age)
        read = await read_tile(self._pool, request.address, asked, counts, at_least=named.number, known=known)
        self._learn(read.state.number)
        if asked.selection is None:
            self._remember(request.kept, read.state.number, read.state.generation)
        tile = Drawn(read.state.generation, read.data, packed=False)
        self.cache.put(named.key, tile)
        return tile

    async def _counted(self, named: Named) -> Counts | None:
        asked, chosen, code = named.request.asked, named.request.asked.selection, named.boundary_set
        if chosen is None or code is None:
            return None
        if not await is_counted(self._pool, named.request.address, asked, at_least=named.number):
            return None
        key = (*named.key[1:], named.number)
        if key not in self._counts:
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

    def _learn(self, number: int) -> None:
        """There is a newer publication: what was known of an earlier one no longer holds."""
        if number <= self._number:
            return
        self._number = number
        self._ages.clear()
        self._sets.clear()
        self._counts.clear()

    async def _once(self, key: Hashable, make: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401 - what it makes
        """What `make` gives, made once for all who ask for it meanwhile; a failure is everyone's and is not kept.

        Who asks first makes it, without a task of its own; where that one is cancelled, the next one does.
        """
        while (flight := self._flights.get(key)) is not None:
            await asyncio.wait([flight])
            if not flight.cancelled():
                return flight.result()
        flight = self._flights[key] = asyncio.get_running_loop().create_future()
        try:
            flight.set_result(await make())
        except asyncio.CancelledError:
            flight.cancel()
            raise
        except BaseException as fault:
            flight.set_exception(fault)
        finally:
            del self._flights[key]
        return flight.result()


def _named(request: Request, boundary_set: str | None, today: date, number: int) -> Named:
    day = None if request.asked.selection is None else today
    return Named(request, boundary_set, (request.address, request.name, boundary_set, day), number)
