"""The newest publication, asked anew and by as few questions as possible."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from geo.sql import query
from geo.store.sessions import ACQUIRE_SECONDS, Session


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest publication; number 0 and no instant before the first."""

    number: int
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a server says: its newest publication, and how many seconds it is behind by its own account."""

    newest: Newest
    behind: float


class Question:
    """Asks one server on a connection of its own, which no slow query holds up.

    Whoever asks gets an answer that was read after they asked. Those who ask while a question is under way share the
    next one, so that there is never more than one.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: list[asyncio.Future[Told]] = []
        self._asking: asyncio.Task[None] | None = None
        self._connection: asyncpg.Connection | None = None
        self._row: Callable[..., Awaitable[Any]]
        self._closed = False

    async def ask(self) -> Told:
        """The answer. Raises what asyncpg raises."""
        if self._closed:
            raise ConnectionAbortedError("closed")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Told] = loop.create_future()
        self._waiting.append(answer)
        if self._asking is None:
            self._asking = loop.create_task(self._ask_for_all())
        return await answer

    async def close(self) -> None:
        """Close the connection; whoever still waits is told that it is lost."""
        self._closed = True
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait([self._asking])
        for answer in self._waiting:
            if not answer.done():
                answer.set_exception(ConnectionAbortedError("closed"))
        self._hang_up()

    async def _ask_for_all(self) -> None:
        asked: list[asyncio.Future[Told]] = []
        try:
            while self._waiting:
                asked, self._waiting = self._waiting, []
                await self._answer(asked)
        finally:
            self._waiting = [answer for answer in asked if not answer.done()] + self._waiting
            self._asking = None

    async def _answer(self, asked: list[asyncio.Future[Told]]) -> None:
        try:
            told = await self._told()
        except Exception as cause:
            for answer in asked:
                if not answer.done():
                    answer.set_exception(cause)
        else:
            for answer in asked:
                if not answer.done():
                    answer.set_result(told)

    async def _told(self) -> Told:
        if self._connection is not None:
            try:
                return await self._read()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as cause:
                self._hang_up()
                if isinstance(cause, TimeoutError):
                    raise
        # New, or lost while nobody asked: that says nothing of the server.
        try:
            self._connection = await self._session.connect("generic")
            self._row = await self._session.prepared(self._connection, query("publications/newest"))
            return await self._read()
        except BaseException:
            self._hang_up()
            raise

    async def _read(self) -> Told:
        row = await self._row(timeout=ACQUIRE_SECONDS)
        return Told(Newest(row["number"], row["published_at"]), row["behind"])

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()
