"""Work off the event loop: so many at once, a bounded queue, and writing transactions that are tried again."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import Lock
from typing import Final, TypeVar

import psycopg
import structlog
from psycopg import sql

from api.http.overload import BUSY, Turnstile
from api.limits import Turns
from geo.errors import NoRoom, Overloaded, StoreUnavailable
from geo.store import failures, primary
from geo.store.patience import begin, patience
from geo.store.revision import must_fit
from geo.store.urls import Login

T = TypeVar("T")
_TRIES: Final = 6
_KEPT_SECONDS: Final = 3_600.0
_PREPARED: Final = 500
LOCK_SECONDS: Final = 10
"""How long a push waits for others altogether, as for a publication that is running."""
LATER: Final = "Something is being published; try again in a moment."
_FULL: Final = "There is no room on the disk of the database; nothing was written."
_log = structlog.get_logger("allimi.intake")


class Threads:
    """Some threads, and a short queue before them."""

    def __init__(self, name: str, turns: Turns) -> None:
        self._executor = ThreadPoolExecutor(turns.at_once, thread_name_prefix=name)
        self._turnstile = Turnstile(turns)

    async def run(self, work: Callable[[], T]) -> T:
        """What the work gives; where its client goes, it goes on to its end. Raises Overloaded."""
        if not await self._turnstile.enter():
            raise Overloaded(BUSY)
        loop = asyncio.get_running_loop()
        running = self._executor.submit(work)
        running.add_done_callback(lambda _: _leave(loop, self._turnstile))
        return await asyncio.shield(_awaited(running))

    def close(self) -> None:
        """Wait for what is running."""
        self._executor.shutdown(wait=True)


class Writers:
    """Transactions of the writer: each in a thread, over a connection that is kept for the next.

    Where it `prepares`, statements are planned once for all: for those that always meet little. A connection is kept
    for an hour, since the age of its temporary tables holds back the oldest transaction number of the database.
    """

    def __init__(self, login: Login, *, at_once: int, waiting: int, prepares: bool = False) -> None:
        self._login, self._prepares = login, prepares
        self._threads = Threads("intake", Turns(at_once, waiting, timedelta(seconds=LOCK_SECONDS)))
        self._idle: list[tuple[float, psycopg.Connection]] = []
        self._lock = Lock()

    async def run(self, work: Callable[[psycopg.Connection], T]) -> T:
        """What the work gives, once its transaction is committed.

        What serialises badly is tried again. Raises Overloaded where it waits for more than 10 seconds, for its turn
        and for locks together, NoRoom, and StoreUnavailable where the database goes away: then nobody knows that it
        was written.
        """
        until = time.monotonic() + LOCK_SECONDS
        return await self._threads.run(lambda: self.tried(work, until - time.monotonic()))

    def close(self) -> None:
        """Close the connections."""
        self._threads.close()
        for _, connection in self._idle:
            connection.close()

    def tried(self, work: Callable[[psycopg.Connection], T], seconds: float) -> T:
        """As `run`, in this thread, with so much time to wait for locks, in all attempts together."""
        with patience(seconds):
            return self._tried(work)

    def _tried(self, work: Callable[[psycopg.Connection], T]) -> T:
        for attempt in range(_TRIES):
            try:
                with _said(), self._connection() as connection, connection.transaction():
                    must_fit(connection)
                    begin(connection)
                    return work(connection)
            except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected):
                _log.info("tried again", attempt=attempt)
                time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311 - no secret
        raise Overloaded(LATER)

    @contextlib.contextmanager
    def _connection(self) -> Iterator[psycopg.Connection]:
        """A connection that answers: one that is kept, else a new one."""
        since, connection = self._kept() or (time.monotonic(), self._opened())
        try:
            yield connection
        finally:
            if connection.closed or connection.broken:
                connection.close()
            else:
                with self._lock:
                    self._idle.append((since, connection))

    def _kept(self) -> tuple[float, psycopg.Connection] | None:
        while self._idle:
            with self._lock:
                since, connection = self._idle.pop() if self._idle else (0.0, None)
            if connection is not None and _answers(connection, since):
                return since, connection
        return None

    def _opened(self) -> psycopg.Connection:
        connection = failures.connect(primary.address(self._login.url), autocommit=True)
        primary.must_be(connection)
        if self._login.role:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(self._login.role)))
        connection.prepare_threshold, connection.prepared_max = (2, _PREPARED) if self._prepares else (None, 0)
        connection.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
        connection.execute("SET idle_in_transaction_session_timeout = '5min'")
        connection.execute("SET timezone = 'UTC'")
        return connection


@contextlib.contextmanager
def _said() -> Iterator[None]:
    """Say what the database cannot do in words that anyone may read."""
    try:
        yield
    except psycopg.errors.LockNotAvailable as cause:
        raise Overloaded(LATER) from cause
    except psycopg.errors.DiskFull as cause:
        raise NoRoom(_FULL) from cause
    except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected):
        raise
    except (psycopg.OperationalError, psycopg.InterfaceError) as cause:
        raise StoreUnavailable(failures.AWAY) from cause


def _answers(connection: psycopg.Connection, since: float) -> bool:
    if time.monotonic() - since > _KEPT_SECONDS:
        connection.close()
        return False
    try:
        connection.execute("SELECT 1")
    except psycopg.Error:
        connection.close()
        return False
    return True


async def _awaited(running: Future[T]) -> T:
    return await asyncio.wrap_future(running)


def _leave(loop: asyncio.AbstractEventLoop, turnstile: Turnstile) -> None:
    with contextlib.suppress(RuntimeError):  # the program ends
        loop.call_soon_threadsafe(turnstile.leave)
