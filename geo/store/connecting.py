"""Open the store: asyncpg pools for serving, psycopg connections for publishing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any, Final

import asyncpg
import psycopg
from psycopg import sql

from geo.store import failures
from geo.store.revision import must_fit
from geo.store.urls import Login

ACQUIRE_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Usage:
    """Connections of the pools of a process: at work, open, and at most."""

    in_use: int
    open: int
    limit: int


class ReadPool:
    """Reading connections to one or several databases that hold the same, taken in turn.

    Connections are made on demand, so that the program starts, and comes back, whatever the database does.
    """

    def __init__(self, logins: tuple[Login, ...], *, size: int, statement_timeout: timedelta) -> None:
        self._logins = logins
        self._size = size
        self._statement_timeout = statement_timeout
        self._pools: list[asyncpg.Pool] = []
        self._turn: Iterator[asyncpg.Pool] = iter(())

    async def open(self) -> None:
        """Make the pools ready in the running event loop; no connection is made yet."""
        self._pools = [await _pool(login, self._size, self._statement_timeout) for login in self._logins]
        self._turn = cycle(self._pools)

    async def close(self) -> None:
        """Close every connection, after at most 5 seconds by force."""
        for pool in self._pools:
            try:
                await asyncio.wait_for(pool.close(), timeout=5)
            except TimeoutError:
                pool.terminate()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[asyncpg.Connection]:
        """A reading connection. Raises StoreUnavailable when none can be had, or it is lost on the way."""
        with failures.reading():
            async with next(self._turn).acquire(timeout=ACQUIRE_SECONDS) as connection:
                yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[asyncpg.Connection]:
        """A reading connection whose statements all see one state."""
        async with self.connection() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
            yield connection

    def usage(self) -> Usage:
        """How many connections there are now."""
        open_ = sum(pool.get_size() for pool in self._pools)
        idle = sum(pool.get_idle_size() for pool in self._pools)
        return Usage(open_ - idle, open_, sum(pool.get_max_size() for pool in self._pools))

    async def rows(self, statement: str, *values: Any) -> list[asyncpg.Record]:  # noqa: ANN401 - bound parameters
        """All rows of a query."""
        async with self.connection() as connection:
            found: list[asyncpg.Record] = await connection.fetch(statement, *values)
            return found

    async def row(self, statement: str, *values: Any) -> asyncpg.Record | None:  # noqa: ANN401 - bound parameters
        """The first row of a query, or None."""
        async with self.connection() as connection:
            return await connection.fetchrow(statement, *values)

    async def value(self, statement: str, *values: Any) -> Any:  # noqa: ANN401 - bound parameters
        """The first column of the first row of a query, or None."""
        async with self.connection() as connection:
            return await connection.fetchval(statement, *values)


async def _pool(login: Login, size: int, statement_timeout: timedelta) -> asyncpg.Pool:
    settings = {
        "application_name": "allimi",
        "default_transaction_read_only": "on",
        "statement_timeout": str(int(statement_timeout.total_seconds() * 1000)),
        "idle_in_transaction_session_timeout": "30000",
        "search_path": "published, public",
        "timezone": "UTC",
        "jit": "off",
    } | ({"role": login.role} if login.role else {})
    return await asyncpg.create_pool(
        login.url,
        min_size=0,
        max_size=size,
        timeout=ACQUIRE_SECONDS,
        command_timeout=statement_timeout.total_seconds() + 1,
        server_settings=settings,
    )


@contextmanager
def publishing(login: Login) -> Iterator[psycopg.Connection]:
    """A connection in one transaction, committed at the end, rolled back on an error.

    Raises StoreUnavailable when the database does not answer, SchemaMismatch when it is not this program's.
    """
    with failures.lasting(failures.connect(login.url)) as connection:
        if login.role:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(login.role)))
        must_fit(connection)
        yield connection
