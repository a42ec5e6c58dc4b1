"""Pushes that wait while one is published are published together: one transaction, one publication, one COMMIT.

Each keeps its own submission, audit, Idempotency-Key and refusal, and is answered after the COMMIT. No two pushes that
speak of one project are gathered, so that each of them becomes a version of its own. Where a gathering fails, its
pushes are taken one by one.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, Generic, TypeAlias, TypeVar

import psycopg
import structlog

from api.http.overload import BUSY
from api.intake import threads
from api.intake.threads import LATER, Writers
from data.intake.staging import StagedAlready, Staging
from geo.city import City
from geo.errors import NoRoom, Overloaded, SchemaMismatch, StoreUnavailable
from geo.intake import records

T = TypeVar("T")
MOST: Final = 50
"""Pushes that are published together."""
WAITING: Final = 200
"""Pushes that wait, before more are refused."""
_COMMON: Final = ""
_log = structlog.get_logger("allimi.intake")


@dataclass(eq=False, slots=True)
class Job(Generic[T]):
    """A push: `open` judges and stages it, and gives what closes it once it is published.

    `names` are what no other push of its gathering may have: its projects, and its Idempotency-Key.
    """

    agency: str
    names: frozenset[str]
    open: Callable[[Staging], Callable[[], T]]
    until: float = field(default_factory=lambda: time.monotonic() + threads.LOCK_SECONDS)
    answer: Future[T] = field(default_factory=Future)


_Told: TypeAlias = list[tuple[Job[T], T | Exception]]


class Gatherer(Generic[T]):
    """Takes pushes from any thread and publishes them, as many at once as wait.

    One thread takes those of all agencies. Those of an agency that is busy with something long, as a batch, wait in a
    lane of their own, where they keep nobody up.
    """

    def __init__(self, writers: Writers, city: City) -> None:
        self._writers, self._city = writers, city
        self._lanes: dict[str, deque[Job[T]]] = {}
        self._lock = Lock()
        self._common = ThreadPoolExecutor(1, thread_name_prefix="intake-gather")
        self._apart = ThreadPoolExecutor(3, thread_name_prefix="intake-apart")

    async def run(self, job: Job[T]) -> T:
        """The answer to a push, once it is committed; where its client goes, it goes on to its end.

        Raises Overloaded where too many wait, or it has waited 10 seconds; NoRoom and StoreUnavailable.
        """
        if sum(map(len, list(self._lanes.values()))) >= WAITING:
            raise Overloaded(BUSY)
        job.answer.set_running_or_notify_cancel()
        self._put([job])
        return await asyncio.shield(asyncio.wrap_future(job.answer))

    def close(self) -> None:
        """Wait for what is running."""
        self._common.shutdown(wait=True)
        self._apart.shutdown(wait=True)
        self._writers.close()

    def _put(self, jobs: Sequence[Job[T]], lane: str | None = None, *, first: bool = False) -> None:
        with self._lock:
            for job in jobs:
                name = lane or (job.agency if job.agency in self._lanes else _COMMON)
                if name not in self._lanes:
                    self._lanes[name] = deque()
                    (self._apart if name else self._common).submit(self._lead, name)
                self._lanes[name].appendleft(job) if first else self._lanes[name].append(job)

    def _lead(self, lane: str) -> None:
        """Publish what waits in a lane, until nothing does."""
        while jobs := self._taken(lane):
            self._publish(jobs, lane)

    def _taken(self, lane: str) -> list[Job[T]]:
        """The next that may be published together; the lane ends where nothing waits in it."""
        with self._lock:
            chosen, names, left = list[Job[T]](), set[str](), deque[Job[T]]()
            for job in self._lanes[lane]:
                if len(chosen) < MOST and names.isdisjoint(job.names):
                    chosen.append(job)
                else:
                    left.append(job)
                names |= job.names
            self._lanes[lane] = left
            if not chosen:
                del self._lanes[lane]
        return chosen

    def _publish(self, jobs: list[Job[T]], lane: str) -> None:
        waiting = [job for job in jobs if not self._expired(job)]
        if not waiting:
            return
        try:
            left = min(job.until for job in waiting) - time.monotonic()
            told, later, busy = self._writers.tried(lambda connection: self._gathered(connection, waiting, lane), left)
        except Overloaded:
            self._put([job for job in reversed(waiting) if not self._expired(job)], lane, first=True)
        except (NoRoom, StoreUnavailable, SchemaMismatch) as cause:
            _refuse(waiting, cause)
        except Exception as cause:
            if len(waiting) == 1:
                _refuse(waiting, cause)
                return
            _log.info("taken one by one", pushes=len(waiting), error=type(cause).__name__)
            for job in waiting:
                self._publish([job], lane)
        else:
            _tell(told)
            self._put(later[::-1], lane, first=True)
            for job in busy:
                self._put([job], job.agency)

    def _expired(self, job: Job[T]) -> bool:
        """Whether it has waited for too long; then that is its answer."""
        if time.monotonic() < job.until:
            return False
        _refuse([job], Overloaded(LATER))
        return True

    def _gathered(
        self, connection: psycopg.Connection, jobs: list[Job[T]], lane: str
    ) -> tuple[_Told[T], list[Job[T]], list[Job[T]]]:
        """In one transaction: the answers; what is staged already, for the next; and whose agency is busy."""
        free = _locked(connection, {job.agency for job in jobs}, patient=lane != _COMMON)
        going, busy = [job for job in jobs if job.agency in free], [job for job in jobs if job.agency not in free]
        staging = Staging(connection, self._city, few=True)
        told, later = _Told[T](), list[Job[T]]()
        opened: list[tuple[Job[T], Callable[[], T]]] = []
        for job in going:
            try:
                with connection.transaction() if len(going) > 1 else nullcontext():
                    opened.append((job, job.open(staging)))
            except StagedAlready:
                later.append(job)
            except psycopg.OperationalError:
                raise
            except Exception as refusal:
                if len(going) == 1:
                    raise
                told.append((job, refusal))
        staging.publish()
        return [*told, *((job, close()) for job, close in opened)], later, busy


def _locked(connection: psycopg.Connection, agencies: set[str], *, patient: bool) -> set[str]:
    """The agencies that are locked now; who is patient waits."""
    if patient:
        for agency in sorted(agencies):
            records.lock_agency(connection, agency)
        return agencies
    return {agency for agency in sorted(agencies) if records.try_lock_agency(connection, agency)}


def _tell(told: _Told[T]) -> None:
    for job, said in told:
        if isinstance(said, Exception):
            _refuse([job], said)
        else:
            job.answer.set_result(said)


def _refuse(jobs: Iterable[Job[Any]], cause: Exception) -> None:
    for job in jobs:
        job.answer.set_exception(cause)
