"""The reading connections to one server: a few, kept open, each lent to one borrower at a time.

asyncpg's own pool resets a connection after every use, which costs a round trip and every cached plan, and starts a
task for it. Readers change nothing that would need it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

import asyncpg

from geo.errors import StoreUnavailable
from geo.store.sessions import ACQUIRE_SECONDS, PLANS, Plan, Session

_CLOSE_SECONDS: Final = 3.0
_BUSY: Final = "Every connection to the database is in use; try again in a moment."

Lent = tuple[asyncpg.Connection, Plan]


class Connections:
    """At most `size` connections, made on demand; the one used last is lent first."""

    def __init__(self, session: Session, *, size: int) -> None:
        self.session = session
        self.size = size
        self.closed = False
        self._idle: dict[Plan, list[asyncpg.Connection]] = {plan: [] for plan in PLANS}
        self._waiting: deque[asyncio.Future[Lent | None]] = deque()
        self._made: set[asyncpg.Connection] = set()
        self._connecting = 0
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def open(self) -> int:
        """Connections that are open or being made."""
        return len(self._made) + self._connecting

    @property
    def in_use(self) -> int:
        """Connections that are lent, being made or being closed."""
        return self.open - sum(map(len, self._idle.values()))

    def idle(self, plan: Plan) -> asyncpg.Connection | None:
        """A connection whose statements are planned so, where one is ready."""
        idle = self._idle[plan]
        while idle:
            connection = idle.pop()
            if not connection.is_closed():
                return connection
            self._forget(connection)
        return None

    async def take(self, plan: Plan) -> asyncpg.Connection:
        """A connection whose statements are planned so: one of those that plan otherwise, a new one, or one returned.

        Raises StoreUnavailable when all stay in use for 2 seconds.
        """
        deadline = asyncio.get_running_loop().time() + ACQUIRE_SECONDS
        while (lent := self._idle_of_any(plan)) is None:
            if self.open < self.size:
                return await self._connect(plan)
            if lent := await self._returned(deadline):
                break
        connection, planned = lent
        return connection if planned == plan else await self._replan(connection, planned, plan)

    def give(self, connection: asyncpg.Connection, plan: Plan) -> None:
        """Return a connection that is ready for the next statement."""
        if self.closed or connection.is_closed():
            self._forget(connection)
            return
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result((connection, plan))
                return
        self._idle[plan].append(connection)

    def give_after(self, cause: BaseException, connection: asyncpg.Connection, plan: Plan) -> None:
        """Return a connection whose borrower failed: one that may still be at work is closed, its query cancelled."""
        clean = isinstance(cause, Exception) and not isinstance(cause, TimeoutError | asyncpg.InterfaceError)
        if self.closed or connection.is_closed() or (clean and not connection.is_in_transaction()):
            self.give(connection, plan)
            return
        closing = asyncio.get_running_loop().create_task(self._close(connection))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """Close every connection, those that are lent or will not close by force."""
        self.closed = True
        idle = [connection for stack in self._idle.values() for connection in stack]
        for stack in self._idle.values():
            stack.clear()
        try:
            await asyncio.gather(*(self._close(one) for one in idle), *self._closing, return_exceptions=True)
        finally:
            for connection in list(self._made):
                self._forget(connection)

    def _idle_of_any(self, wanted: Plan) -> Lent | None:
        for plan in (wanted, *PLANS):
            if connection := self.idle(plan):
                return connection, plan
        return None

    async def _connect(self, plan: Plan) -> asyncpg.Connection:
        self._connecting += 1
        try:
            connection = await self.session.connect(plan)
            if self.closed:  # meanwhile
                connection.terminate()
                raise ConnectionAbortedError("closed")
            self._made.add(connection)
        finally:
            self._connecting -= 1
            self._wake()
        return connection

    async def _returned(self, deadline: float) -> Lent | None:
        """What somebody returns; None when instead there is room for a new connection."""
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Lent | None] = loop.create_future()
        self._waiting.append(waiter)
        late = loop.call_at(deadline, _too_late, waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:  # both at once
                self._pass_on(waiter.result())
            raise
        finally:
            late.cancel()

    def _pass_on(self, lent: Lent | None) -> None:
        if lent is None:
            self._wake()
        else:
            self.give(*lent)

    async def _replan(self, connection: asyncpg.Connection, planned: Plan, plan: Plan) -> asyncpg.Connection:
        if self.session.pgbouncer:  # its transactions say it themselves
            return connection
        try:
            await connection.execute(f"SET plan_cache_mode = {PLANS[plan]}")
        except BaseException as cause:
            self.give_after(cause, connection, planned)
            raise
        return connection

    async def _close(self, connection: asyncpg.Connection) -> None:
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await connection.close(timeout=_CLOSE_SECONDS)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            pass  # it is terminated below
        finally:
            self._forget(connection)

    def _forget(self, connection: asyncpg.Connection) -> None:
        connection.terminate()
        self._made.discard(connection)
        self._wake()

    def _wake(self) -> None:
        """Tell one who waits that there is room."""
        while self._waiting and self.open < self.size:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return


def _too_late(waiter: asyncio.Future[Lent | None]) -> None:
    if not waiter.done():
        waiter.set_exception(StoreUnavailable(_BUSY))
