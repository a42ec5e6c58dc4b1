"""The newest publication: read after it was asked for, by as few questions as possible."""

from __future__ import annotations

import asyncio
from typing import Any

import psycopg

from geo.store.newest import Question
from geo.store.sessions import Plan
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.replica import opened
from tests.scale.test_reading_pool import pool_of


def test_the_newest_publication_is_told_with_its_instant(database: Database) -> None:
    async def reading() -> None:
        async with opened(pool_of(database)) as pool:
            before = await pool.newest()
            assert (before.number, before.published_at) == (0, None)
            for number in (1, 2):
                await asyncio.to_thread(publish, database.writer_url, [project(f"P{number}")])
                newest = await pool.newest()
                assert newest.number == number
                assert newest.published_at == await pool.value(
                    "SELECT published_at FROM published.publication WHERE number = $1", number
                )

    asyncio.run(reading())


def test_the_newest_publication_is_told_while_every_connection_is_in_use(database: Database) -> None:
    async def reading() -> None:
        async with opened(pool_of(database, size=1)) as pool, pool.connection():
            assert (await pool.newest()).number == 0

    asyncio.run(reading())


def test_the_newest_publication_outlives_a_killed_connection(database: Database) -> None:
    async def reading() -> None:
        async with opened(pool_of(database)) as pool:
            await pool.newest()
            with psycopg.connect(database.url) as owner:
                owner.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE usename = 'allimi_reader' AND datname = current_database()"
                )
            assert (await pool.newest()).number == 0

    asyncio.run(reading())


class _Slow:
    """In place of a session: each question takes until it is let go, and is answered by how many began before it."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_end = asyncio.Semaphore(0)

    async def connect(self, _: Plan) -> _Slow:
        return self

    async def prepared(self, _: _Slow, __: str) -> Any:  # noqa: ANN401 - the method that reads a row
        return self.fetchrow

    async def fetchrow(self, timeout: float) -> dict[str, Any]:  # noqa: ASYNC109 - as asyncpg's
        self.begun += 1
        number = self.begun
        await self.may_end.acquire()
        return {"number": number, "published_at": None, "behind": 0.0}

    def terminate(self) -> None:
        pass


async def asked(question: Question, times: int) -> list[asyncio.Task[Any]]:
    tasks = [asyncio.create_task(question.ask()) for _ in range(times)]
    for _ in range(5):
        await asyncio.sleep(0)
    return tasks


def test_who_asks_while_a_question_is_under_way_shares_the_next_one() -> None:
    async def asking() -> None:
        slow = _Slow()
        question = Question(slow)  # type: ignore[arg-type]
        first = await asked(question, 1)
        rest = await asked(question, 50)
        assert slow.begun == 1
        slow.may_end.release()
        assert [(await task).newest.number for task in first] == [1]
        assert not any(task.done() for task in rest)  # what was under way began before they asked
        slow.may_end.release()
        assert {(await task).newest.number for task in rest} == {2}
        assert slow.begun == 2

    asyncio.run(asking())


def test_who_stops_waiting_for_the_newest_publication_takes_nobody_along() -> None:
    async def asking() -> None:
        slow = _Slow()
        question = Question(slow)  # type: ignore[arg-type]
        (first,) = await asked(question, 1)
        leaving, staying = await asked(question, 2)
        first.cancel()
        leaving.cancel()
        slow.may_end.release()
        slow.may_end.release()
        assert (await staying).newest.number == 2
        await asyncio.gather(first, leaving, return_exceptions=True)

    asyncio.run(asking())


def test_closing_tells_who_still_waits() -> None:
    async def asking() -> None:
        question = Question(_Slow())  # type: ignore[arg-type]
        waiting = await asked(question, 3)
        await question.close()
        answers = await asyncio.gather(*waiting, return_exceptions=True)
        assert {type(answer) for answer in answers} == {ConnectionAbortedError}

    asyncio.run(asking())
