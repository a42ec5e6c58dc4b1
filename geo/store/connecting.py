"""Open the store: asyncpg pools for serving, psycopg connections for publishing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from itertools import cycle
from typing import Any, Final

import asyncpg
import psycopg
from psycopg import sql

from geo.errors import StoreUnavailable
from geo.store.urls import Login

ACQUIRE_SECONDS: Final = 2.0
_LOST: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.UndefinedTableError,
    asyncpg.InvalidSchemaNameError,
    asyncpg.InsufficientPrivilegeError,
    asyncpg.InterfaceError,
)


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
        try:
            async with next(self._turn).acquire(timeout=ACQUIRE_SECONDS) as connection:
                yield connection
        except _LOST as cause:
            raise StoreUnavailable("The database does not answer; try again in a moment.") from cause

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

    Raises StoreUnavailable when the database does not answer.
    """
    try:
        connection = psycopg.connect(login.url, application_name="allimi", connect_timeout=5)
    except psycopg.OperationalError as cause:
        raise StoreUnavailable("The database does not answer.") from cause
    with connection:
        if login.role:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(login.role)))
        yield connection
