"""A server that holds what is published: asked for rows, watched for whether it answers and how far it is behind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg

from geo.store.connections import Connections
from geo.store.newest import Newest, Question
from geo.store.sessions import Plan, Session

_ENDED: Final = (asyncpg.AdminShutdownError, asyncpg.CrashShutdownError, asyncpg.CannotConnectNowError)
_ELSEWHERE: Final = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)
"""What ends a reading statement on a replica only: the primary has changed what it reads."""


class NodeLost(Exception):  # noqa: N818 - an event, for whoever chooses the next node
    """A server could not be reached, broke off (both `gone`), or gave up a statement that another may answer.

    `reached` is whether there was a connection, so that the same server may answer on a new one.
    """

    def __init__(self, cause: Exception, *, gone: bool, reached: bool) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.gone = gone
        self.reached = reached


class Node:
    """One server. `number` is the newest publication known to be there, `up` whether it answered last."""

    def __init__(self, session: Session, *, size: int) -> None:
        self.place = session.login.without_password
        self.connections = Connections(session, size=size)
        self.number = 0
        self.behind = 0.0
        self.up = True
        self._session = session
        self._question = Question(session)

    async def close(self) -> None:
        """Close every connection."""
        try:
            await self._question.close()
        finally:
            await self.connections.close()

    async def newest(self) -> Newest:
        """The newest publication here, read after this call began. Raises NodeLost."""
        try:
            told = await self._question.ask()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as cause:
            raise NodeLost(cause, gone=True, reached=False) from cause
        self.number, self.behind = told.newest.number, told.behind
        return told.newest

    async def ask(self, method: str, statement: str, values: tuple[Any, ...], plan: Plan) -> Any:  # noqa: ANN401
        """What one method of a connection (`fetch`, `fetchrow`, `fetchval`) gives for a query. Raises NodeLost."""
        if self._session.pgbouncer:
            async with self.lend(plan) as connection:
                return await getattr(connection, method)(statement, *values)
        connection = self.connections.idle(plan) or await self.take(plan)
        try:
            found = await getattr(connection, method)(statement, *values)
        except BaseException as cause:
            self._fail(cause, connection, plan)
            raise
        self.connections.give(connection, plan)
        return found

    async def take(self, plan: Plan) -> asyncpg.Connection:
        """A connection. Raises NodeLost where none can be made, StoreUnavailable where all stay in use."""
        try:
            return await self.connections.take(plan)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as cause:
            raise NodeLost(cause, gone=True, reached=False) from cause

    @asynccontextmanager
    async def lend(self, plan: Plan, isolation: str | None = None) -> AsyncIterator[asyncpg.Connection]:
        """A connection for a block, within a transaction where an isolation is named. Raises NodeLost."""
        connection = await self.take(plan)
        try:
            if isolation is not None or self._session.pgbouncer:
                async with self._session.transaction(connection, plan, isolation or "read_committed"):
                    yield connection
            else:
                yield connection
        except BaseException as cause:
            self._fail(cause, connection, plan)
            raise
        self.connections.give(connection, plan)

    def _fail(self, cause: BaseException, connection: asyncpg.Connection, plan: Plan) -> None:
        """Return the connection of who failed; raise NodeLost where another server may answer."""
        self.connections.give_after(cause, connection, plan)
        if isinstance(cause, _ELSEWHERE):
            raise NodeLost(cause, gone=False, reached=True) from cause
        if isinstance(cause, Exception) and (connection.is_closed() or isinstance(cause, _ENDED)):
            raise NodeLost(cause, gone=True, reached=True) from cause
