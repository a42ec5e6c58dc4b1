"""Open the store: a pool of reading connections for serving, psycopg connections for publishing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, NoReturn

import asyncpg
import psycopg
from psycopg import sql

from geo.errors import StoreUnavailable
from geo.store import failures, primary
from geo.store.newest import Newest
from geo.store.nodes import Node, NodeLost
from geo.store.replicas import Replicas
from geo.store.revision import must_fit
from geo.store.sessions import Plan, Session
from geo.store.urls import Login

MOST_LAG: Final = timedelta(seconds=2)
_PAUSES: Final = (0.25, 1.0)
"""Seconds until the only server there is is asked again, and once more."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Connections of the pools of a process: at work, open, and at most."""

    in_use: int
    open: int
    limit: int


class ReadPool:
    """Reading connections to one or several servers that hold the same: a primary and its streaming replicas.

    Connections are made on demand, so that the program starts, and comes back, whatever the database does. A read
    that loses its server is asked once more of another one; where there is only one, of that, at most twice, after
    pauses.

    `at_least` is a publication that the answer must know of: what a client has seen does not go backwards. `plan` says
    how statements are planned: "custom" anew for their values, which pays off where they take long, "generic" once.
    Every method raises StoreUnavailable when no server answers, or none has the publication within a second.
    """

    def __init__(
        self,
        logins: tuple[Login, ...],
        *,
        size: int,
        statement_timeout: timedelta,
        most_lag: timedelta = MOST_LAG,
        pgbouncer: bool = False,
    ) -> None:
        self._sessions = tuple(Session(login, statement_timeout, pgbouncer) for login in logins)
        self._size = size
        self._most_lag = most_lag
        self._replicas = Replicas((), most_lag=most_lag)

    async def open(self) -> None:
        """Make the pool ready in the running event loop; several servers are looked at, a single one is not."""
        nodes = [Node(session, size=self._size) for session in self._sessions]
        self._replicas = Replicas(nodes, most_lag=self._most_lag)
        await self._replicas.open()

    async def close(self) -> None:
        """Close every connection, those in use by force."""
        await self._replicas.close()

    @asynccontextmanager
    async def connection(
        self, *, at_least: int | None = None, plan: Plan = "auto"
    ) -> AsyncIterator[asyncpg.Connection]:
        """A reading connection; when it is lost on the way, the block ends with StoreUnavailable."""
        async with self._lend(at_least, plan, None) as connection:
            yield connection

    @asynccontextmanager
    async def snapshot(self, *, at_least: int | None = None, plan: Plan = "auto") -> AsyncIterator[asyncpg.Connection]:
        """A reading connection whose statements all see one state."""
        async with self._lend(at_least, plan, "repeatable_read") as connection:
            yield connection

    async def newest(self) -> Newest:
        """The newest publication, read after this call began; calls at the same time share one question.

        Ask for it first and read with `at_least=newest.number`: with several servers another one may answer then.
        """
        try:
            return await self._replicas.newest()
        except Exception as cause:
            _tell(cause)

    @property
    def told(self) -> int:
        """The newest publication that `newest` has told; what is read without asking it must not be older."""
        return self._replicas.told

    def usage(self) -> Usage:
        """How many connections there are now, without those that ask for the newest publication."""
        pools = [node.connections for node in self._replicas.nodes]
        return Usage(
            sum(pool.in_use for pool in pools), sum(pool.open for pool in pools), self._size * len(self._sessions)
        )

    async def rows(
        self,
        statement: str,
        *values: Any,  # noqa: ANN401 - bound parameters
        at_least: int | None = None,
        plan: Plan = "auto",
    ) -> list[asyncpg.Record]:
        """All rows of a query."""
        found: list[asyncpg.Record] = await self._ask("fetch", statement, values, at_least, plan)
        return found

    async def row(
        self,
        statement: str,
        *values: Any,  # noqa: ANN401 - bound parameters
        at_least: int | None = None,
        plan: Plan = "auto",
    ) -> asyncpg.Record | None:
        """The first row of a query, or None."""
        return await self._ask("fetchrow", statement, values, at_least, plan)

    async def value(
        self,
        statement: str,
        *values: Any,  # noqa: ANN401 - bound parameters
        at_least: int | None = None,
        plan: Plan = "auto",
    ) -> Any:  # noqa: ANN401 - what the query selects
        """The first column of the first row of a query, or None."""
        return await self._ask("fetchval", statement, values, at_least, plan)

    async def _ask(self, method: str, statement: str, values: tuple[Any, ...], at_least: int | None, plan: Plan) -> Any:  # noqa: ANN401
        # The hottest path of the program: no context manager and no task.
        try:
            node = self._replicas.pick(at_least) or await self._replicas.having(at_least or 0)
            try:
                return await node.ask(method, statement, values, plan)
            except NodeLost as lost:
                other = self._instead(node, lost, at_least)
            if other is not node:
                return await other.ask(method, statement, values, plan)
            return await self._patiently(node, method, statement, values, plan)
        except Exception as cause:
            _tell(cause)

    async def _patiently(self, node: Node, method: str, statement: str, values: tuple[Any, ...], plan: Plan) -> Any:  # noqa: ANN401
        """Ask the only server again: a replica gives statements up for what it has to replay, which takes a moment."""
        await asyncio.sleep(_PAUSES[0])
        try:
            return await node.ask(method, statement, values, plan)
        except NodeLost as lost:
            if not lost.reached:
                raise
        await asyncio.sleep(_PAUSES[1])
        return await node.ask(method, statement, values, plan)

    def _instead(self, node: Node, lost: NodeLost, at_least: int | None) -> Node:
        other = self._replicas.instead_of(node, lost, at_least)
        if other is None:
            raise lost
        return other

    @asynccontextmanager
    async def _lend(self, at_least: int | None, plan: Plan, isolation: str | None) -> AsyncIterator[asyncpg.Connection]:
        try:
            async with AsyncExitStack() as stack:
                yield await self._borrow(stack, at_least, plan, isolation)
        except Exception as cause:
            _tell(cause)

    async def _borrow(
        self, stack: AsyncExitStack, at_least: int | None, plan: Plan, isolation: str | None
    ) -> asyncpg.Connection:
        node = self._replicas.pick(at_least) or await self._replicas.having(at_least or 0)
        try:
            return await stack.enter_async_context(node.lend(plan, isolation))
        except NodeLost as lost:
            other = self._instead(node, lost, at_least)
        return await stack.enter_async_context(other.lend(plan, isolation))


def _tell(cause: Exception) -> NoReturn:
    """Raise StoreUnavailable where the database is the reason, else the fault itself."""
    if isinstance(cause, NodeLost):
        if not cause.gone:
            raise StoreUnavailable(failures.AWAY) from cause.cause
        cause = cause.cause
    with failures.reading():
        raise cause


@contextmanager
def publishing(login: Login) -> Iterator[psycopg.Connection]:
    """A connection in one transaction, committed at the end, rolled back on an error.

    Where the address names several hosts, it is the one that may be written to. Raises StoreUnavailable when the
    database does not answer or only reads, SchemaMismatch when it is not this program's.
    """
    with failures.lasting(failures.connect(primary.address(login.url))) as connection:
        primary.must_be(connection)
        if login.role:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(login.role)))
        must_fit(connection)
        yield connection


@contextmanager
def reading(login: Login) -> Iterator[psycopg.Connection]:
    """A connection in one transaction that sees one state and takes as long as it needs.

    Raises StoreUnavailable when the database does not answer, SchemaMismatch when it is not this program's.
    """
    with failures.lasting(failures.connect(login.url)) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        if login.role:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(login.role)))
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        must_fit(connection)
        yield connection
