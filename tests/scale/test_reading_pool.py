"""The pool of reading connections: lent, returned, and planned as asked."""

from __future__ import annotations

import asyncio
import random
import time
from datetime import timedelta
from typing import Any

import asyncpg
import psycopg
import pytest

from geo.errors import StoreUnavailable
from geo.store.connecting import ReadPool
from geo.store.sessions import Plan, Session
from geo.store.urls import Login
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.replica import opened


def pool_of(database: Database, *, size: int = 2, statement: float = 20) -> ReadPool:
    return ReadPool((Login(database.reader_url),), size=size, statement_timeout=timedelta(seconds=statement))


def active(database: Database) -> int:
    """How many statements of readers the server runs."""
    with psycopg.connect(database.url) as owner:
        row = owner.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'allimi_reader' AND state = 'active'"
            " AND datname = current_database()"
        ).fetchone()
    assert row is not None
    return int(row[0])


def test_more_readers_than_connections_take_turns(module_database: Database) -> None:
    async def reading() -> None:
        async with opened(pool_of(module_database)) as pool:
            found = await asyncio.gather(*(pool.value("SELECT $1::int FROM pg_sleep(0.005)", n) for n in range(30)))
            assert found == list(range(30))
            assert (pool.usage().in_use, pool.usage().open, pool.usage().limit) == (0, 2, 2)

    asyncio.run(reading())


@pytest.mark.parametrize("seed", range(5))
def test_readers_who_leave_at_any_moment_take_no_connection_with_them(module_database: Database, seed: int) -> None:
    chance = random.Random(seed)

    async def reading() -> None:
        async with opened(pool_of(module_database)) as pool:
            tasks = []
            for _ in range(60):
                tasks.append(asyncio.create_task(pool.value("SELECT 1 FROM pg_sleep(0.01)")))
                await asyncio.sleep(chance.random() * 0.004)
                chance.choice(tasks).cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            while pool.usage().in_use:  # noqa: ASYNC110 - those of the cancelled are being closed
                await asyncio.sleep(0.01)
            assert await asyncio.gather(*(pool.value("SELECT 1") for _ in range(4))) == [1] * 4
            assert pool.usage().open <= 2

    asyncio.run(asyncio.wait_for(reading(), 30))


def test_a_connection_that_cannot_be_closed_leaves_no_other_open(
    module_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does it matter what it says: a pool that is closed has no connection."""

    async def closing(*_: object, **__: object) -> None:
        raise AssertionError("the protocol is in a state that nobody thought of")

    async def reading() -> None:
        pool = pool_of(module_database, size=2)
        await pool.open()
        async with pool.connection(), pool.connection():
            pass
        await pool.newest()
        with monkeypatch.context() as patch:
            patch.setattr(asyncpg.Connection, "close", closing)
            async with pool.connection() as lent:
                await pool.close()
                assert lent.is_closed()
        assert pool.usage().open == 0

    asyncio.run(reading())


def test_the_query_of_a_reader_who_leaves_is_cancelled(module_database: Database) -> None:
    async def reading() -> None:
        async with opened(pool_of(module_database)) as pool:
            leaving = asyncio.create_task(pool.value("SELECT pg_sleep(15)"))
            while not await asyncio.to_thread(active, module_database):  # noqa: ASYNC110 - of another process
                await asyncio.sleep(0.02)
            leaving.cancel()
            began = time.monotonic()
            while await asyncio.to_thread(active, module_database):
                assert time.monotonic() - began < 8
                await asyncio.sleep(0.02)

    asyncio.run(asyncio.wait_for(reading(), 20))


def test_the_query_of_a_client_that_is_gone_without_a_word_ends(module_database: Database) -> None:
    async def reading() -> None:
        session = Session(Login(module_database.reader_url), timedelta(seconds=20))
        connection = await session.connect()
        lost = asyncio.create_task(connection.fetchval("SELECT pg_sleep(15)"))
        while not await asyncio.to_thread(active, module_database):  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.02)
        connection.terminate()
        await asyncio.wait([lost])
        began = time.monotonic()
        while await asyncio.to_thread(active, module_database):
            assert time.monotonic() - began < 8
            await asyncio.sleep(0.02)

    asyncio.run(asyncio.wait_for(reading(), 20))


def test_a_failed_statement_leaves_its_connection_usable(module_database: Database) -> None:
    async def reading() -> None:
        async with opened(pool_of(module_database, size=1)) as pool:
            process = await pool.value("SELECT pg_backend_pid()")
            with pytest.raises(asyncpg.UndefinedFunctionError):
                await pool.value("SELECT no_such_function()")
            with pytest.raises(asyncpg.UndefinedFunctionError):
                async with pool.snapshot() as connection:
                    await connection.execute("SELECT no_such_function()")
            with pytest.raises(KeyError):
                async with pool.connection():
                    raise KeyError
            assert await pool.value("SELECT pg_backend_pid()") == process

    asyncio.run(reading())


def test_a_connection_in_use_for_too_long_is_a_clear_refusal(module_database: Database) -> None:
    async def reading() -> None:
        async with opened(pool_of(module_database, size=1)) as pool, pool.connection():
            with pytest.raises(StoreUnavailable, match="in use"):
                await pool.value("SELECT 1")

    asyncio.run(reading())


@pytest.mark.parametrize("way", ["value", "connection", "snapshot"])
def test_a_statement_is_planned_as_asked(module_database: Database, way: str) -> None:
    async def mode(pool: ReadPool, plan: Plan) -> Any:  # noqa: ANN401 - what SHOW gives
        if way == "value":
            return await pool.value("SHOW plan_cache_mode", plan=plan)
        async with getattr(pool, way)(plan=plan) as connection:
            return await connection.fetchval("SHOW plan_cache_mode")

    async def reading() -> None:
        async with opened(pool_of(module_database, size=1)) as pool:
            assert await mode(pool, "auto") == "auto"
            assert await mode(pool, "custom") == "force_custom_plan"
            assert await mode(pool, "generic") == "force_generic_plan"
            assert await pool.value("SHOW plan_cache_mode") == "auto"

    asyncio.run(reading())


def test_a_session_only_reads_and_has_its_settings(module_database: Database) -> None:
    expected = {
        "default_transaction_read_only": "on",
        "statement_timeout": "20s",
        "timezone": "UTC",
        "jit": "off",
        "max_parallel_workers_per_gather": "0",
        "search_path": "published, public",
    }

    async def reading() -> None:
        async with opened(pool_of(module_database)) as pool:
            assert {name: await pool.value(f"SHOW {name}") for name in expected} == expected

    asyncio.run(reading())


def test_a_snapshot_sees_one_state_while_something_is_published(database: Database) -> None:
    count = "SELECT count(*) FROM published.project_now"

    async def reading() -> None:
        async with opened(pool_of(database)) as pool, pool.snapshot() as connection:
            assert await connection.fetchval(count) == 0
            await asyncio.to_thread(publish, database.writer_url, [project("P1")])
            assert await connection.fetchval(count) == 0
            assert await pool.value(count) == 1

    asyncio.run(reading())


def test_a_read_that_needs_a_publication_that_nobody_has_is_refused_after_a_moment(database: Database) -> None:
    publish(database.writer_url, [project("P1")])

    async def reading() -> None:
        async with opened(pool_of(database)) as pool:
            assert await pool.value("SELECT 1", at_least=1) == 1
            with pytest.raises(StoreUnavailable, match="Publication 2 has not reached"):
                await pool.value("SELECT 1", at_least=2)
            publish(database.writer_url, [project("P2")])
            assert await pool.value("SELECT 1", at_least=2) == 1

    asyncio.run(reading())


def test_where_no_server_answers_a_read_that_needs_a_publication_says_so_at_once() -> None:
    nowhere = tuple(Login(f"postgresql://allimi_reader@127.0.0.1:{port}/allimi") for port in (1, 2))

    async def reading(*logins: Login) -> None:
        async with opened(ReadPool(logins, size=1, statement_timeout=timedelta(seconds=1))) as pool:
            for asking in (pool.value("SELECT 1", at_least=1), pool.value("SELECT 1"), pool.newest()):
                with pytest.raises(StoreUnavailable, match="does not answer"):
                    await asking

    asyncio.run(reading(nowhere[0]))
    asyncio.run(reading(*nowhere))
