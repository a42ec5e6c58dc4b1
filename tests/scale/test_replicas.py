"""Reads over a primary and a streaming replica: spread, never too far behind, never lost with one server."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import asyncpg
import pytest

from geo.cluster import Cluster
from geo.errors import StoreUnavailable
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.builders import project, publish
from tests.fixtures.replica import Pair, ask, opened, tell
from tests.fixtures.site import serving
from tests.fixtures.waiting import until

FOLLOWS = "SELECT pg_is_in_recovery()"
NUMBER = "SELECT coalesce(max(number), 0) FROM published.publication"


def published(pair: Pair, *ids: str, **facts: object) -> int:
    """Publish projects on the primary; the publication's number."""
    number = publish(pair.database.writer_url, [project(name, **facts) for name in ids]).publication
    assert number is not None
    return number


async def answered_by(pool: ReadPool, times: int = 8) -> set[str]:
    """Which servers answer when several read at once."""
    follows = await asyncio.gather(*(pool.value(FOLLOWS) for _ in range(times)))
    return {"replica" if one else "primary" for one in follows}


async def until_answered_by(pool: ReadPool, *servers: str, seconds: float = 10) -> None:
    """Wait until just these servers answer."""
    deadline = time.monotonic() + seconds
    while await answered_by(pool) != set(servers):
        assert time.monotonic() < deadline, f"not {servers} after {seconds} s"
        await asyncio.sleep(0.05)


def test_reads_are_spread_over_the_primary_and_its_replica(pair: Pair) -> None:
    async def reading() -> None:
        async with opened(pair.pool()) as pool:
            assert await answered_by(pool) == {"primary", "replica"}
            for _ in range(4):  # one after the other as well
                assert {await pool.value(FOLLOWS), await pool.value(FOLLOWS)} == {True, False}

    asyncio.run(reading())


def test_a_site_reads_from_the_replica_too(pair: Pair) -> None:
    published(pair, "SITE")
    pair.follow()
    with serving(pair.database, pool=pair.pool(pair.replica)) as site:
        assert site.json("/collections/projects/items/SITE")["id"] == "SITE"
        sessions = (
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'allimi_reader' AND application_name = 'allimi'"
        )
        assert ask(pair.replica, sessions) > 0
        assert ask(pair.primary, sessions) == 0


def test_a_replica_that_lags_is_left_out_and_comes_back_by_itself(pair: Pair) -> None:
    async def reading() -> None:
        async with opened(pair.pool()) as pool:
            with pair.replay_paused():
                number = published(pair, "LAGS")
                await until_answered_by(pool, "primary")
                assert {await pool.value(NUMBER) for _ in range(8)} == {number}
            await until_answered_by(pool, "primary", "replica")
            assert {await pool.value(NUMBER) for _ in range(8)} == {number}

    asyncio.run(reading())


def test_a_replica_knows_that_it_lags_even_where_no_primary_is_asked(pair: Pair) -> None:
    async def reading() -> None:
        async with opened(pair.pool(pair.replica, pair.replica)) as pool:
            with pair.replay_paused():
                published(pair, "ALONE")
                nodes = pool._replicas.nodes
                while min(pool._replicas.lag(node) for node in nodes) < 1:  # noqa: ASYNC110 - of another process
                    await asyncio.sleep(0.05)
                assert await pool.value(FOLLOWS) is True  # one that lags is better than none

    asyncio.run(asyncio.wait_for(reading(), 20))


def test_a_replica_with_nothing_to_apply_does_not_lag(pair: Pair) -> None:
    pair.follow()

    async def reading() -> None:
        async with opened(pair.pool(most_lag=0.1)) as pool:
            await asyncio.sleep(1)  # the last commit is older than the lag allowed
            assert await answered_by(pool) == {"primary", "replica"}

    asyncio.run(reading())


def test_a_read_after_a_write_sees_it_on_whichever_server(pair: Pair) -> None:
    async def reading() -> None:
        async with opened(pair.pool(most_lag=60)) as pool:
            with pair.replay_paused():
                number = await asyncio.to_thread(published, pair, "WRITTEN")
                for _ in range(8):
                    async with pool.snapshot(at_least=number) as connection:
                        assert await connection.fetchval(NUMBER) == number
                    assert await pool.value(NUMBER, at_least=number) == number
                assert await answered_by(pool) == {"primary", "replica"}  # others may read either

    asyncio.run(reading())


def test_a_read_waits_a_moment_for_a_publication_and_not_for_ever(pair: Pair) -> None:
    async def reading() -> None:
        async with opened(pair.pool(pair.replica)) as pool:
            with pair.replay_paused():
                number = await asyncio.to_thread(published, pair, "LATER")
                with pytest.raises(StoreUnavailable, match=f"Publication {number} has not reached"):
                    await pool.value(NUMBER, at_least=number)
                waiting = asyncio.create_task(pool.value(NUMBER, at_least=number))
                await asyncio.sleep(0.2)
                assert not waiting.done()
            assert await waiting == number

    asyncio.run(reading())


def test_the_newest_publication_never_goes_back(pair: Pair) -> None:
    async def reading() -> None:
        async with opened(pair.pool(most_lag=60)) as pool:
            with pair.replay_paused():
                number = await asyncio.to_thread(published, pair, "NEWEST")
                while (await pool.newest()).number < number:
                    pass
                assert {(await pool.newest()).number for _ in range(8)} == {number}

    asyncio.run(asyncio.wait_for(reading(), 20))


def test_paging_while_the_replica_is_behind_visits_every_project_once(pair: Pair) -> None:
    """Reliability F13."""
    ids = [f"PAGE-{n:02}" for n in range(30)]
    published(pair, *ids)
    pair.follow()
    with serving(pair.database, pool=pair.pool(most_lag=60)) as site, pair.replay_paused():
        published(pair, *(f"PAGE-{n:02}A" for n in range(30)))
        path, seen, counts = "/collections/projects/items?limit=7", [], set()
        while path:
            page = site.json(path)
            seen += [feature["id"] for feature in page["features"]]
            counts.add(page["numberMatched"])
            links = {link["rel"]: link["href"] for link in page["links"]}
            path = links.get("next", "").removeprefix(site.url)
    assert len(seen) == len(set(seen))
    assert set(ids) <= set(seen)
    assert len(counts) == 1
    assert counts == {len(seen)}


@contextmanager
def primary_changes_what_is_read(pair: Pair) -> Iterator[None]:
    """Shut the table on the primary, and so on the replica, while somebody reads it there."""
    tell(pair.replica, "ALTER SYSTEM SET max_standby_streaming_delay = 0")
    tell(pair.replica, "SELECT pg_reload_conf()")
    shut = "BEGIN; LOCK TABLE published.background_line IN ACCESS EXCLUSIVE MODE; COMMIT"
    lock = threading.Timer(0.5, tell, (pair.primary, shut))
    lock.start()
    try:
        yield
    finally:
        lock.join()
        tell(pair.replica, "ALTER SYSTEM RESET max_standby_streaming_delay")
        tell(pair.replica, "SELECT pg_reload_conf()")


def test_what_a_replica_has_to_give_up_is_asked_again(pair: Pair) -> None:
    slow = "SELECT pg_is_in_recovery() FROM (SELECT count(*), pg_sleep(1.5) FROM published.background_line) AS slept"
    given_up = "SELECT confl_lock FROM pg_stat_database_conflicts WHERE datname = 'allimi'"

    async def reading(*servers: Cluster) -> bool:
        async with opened(pair.pool(*servers)) as pool:
            with primary_changes_what_is_read(pair):
                return bool(await pool.value(slow))

    def times_given_up() -> int:
        return int(str(ask(pair.replica, given_up)))

    for _ in range(5):  # one that lags on a busy machine is not asked at all
        assert asyncio.run(reading(pair.primary, pair.replica)) is False  # the primary answered,
        if times_given_up():
            break
    before = times_given_up()
    assert asyncio.run(reading(pair.replica)) is True
    assert before > 0
    until(lambda: times_given_up() > before, 10)  # since the replica gave up: each time


def test_a_wrong_statement_is_not_asked_elsewhere(pair: Pair) -> None:
    async def reading() -> None:
        async with opened(pair.pool()) as pool:
            with pytest.raises(asyncpg.UndefinedFunctionError):
                await pool.value("SELECT no_such_function()")
            assert await answered_by(pool) == {"primary", "replica"}

    asyncio.run(reading())


def test_a_server_that_was_never_there_is_left_out(pair: Pair) -> None:
    nowhere = Login("postgresql://allimi_reader@127.0.0.1:1/allimi")
    logins = (nowhere, Login(pair.database.reader_url))

    async def reading() -> None:
        async with opened(ReadPool(logins, size=2, statement_timeout=timedelta(seconds=5))) as pool:
            assert await answered_by(pool) == {"primary"}
            assert (await pool.newest()).number == await pool.value(NUMBER)

    asyncio.run(reading())
