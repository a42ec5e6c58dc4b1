"""One of two servers is lost, and what was acknowledged is not (reliability F14)."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import httpx
import psycopg
import pytest

from data.policy import disclose, load_policy
from geo.cluster import Cluster
from geo.errors import StoreUnavailable
from geo.publishing import Load, Publisher
from geo.store.connecting import publishing
from geo.store.urls import Login
from tests.builders import AGENCY, project, publish
from tests.fixtures.replica import Pair, ask, kill, opened, tell
from tests.fixtures.site import Site, serving
from tests.fixtures.waiting import until

READERS = 8
IDS = "SELECT coalesce(array_agg(project_id ORDER BY project_id), '{}') FROM published.project_now"


@dataclass
class Readers:
    """Clients that read one path without a pause, and the statuses that they saw, in order."""

    site: Site
    path: str
    seen: list[int] = field(default_factory=list)

    @contextmanager
    def reading(self) -> Iterator[None]:
        stop = threading.Event()
        with ThreadPoolExecutor(READERS) as threads:
            running = [threads.submit(self._read, stop) for _ in range(READERS)]
            try:
                yield
            finally:
                stop.set()
        for one in running:
            one.result()

    def go_on(self, reads: int) -> None:
        """Wait for so many reads more."""
        wanted = len(self.seen) + reads
        until(lambda: len(self.seen) >= wanted, 60)

    def _read(self, stop: threading.Event) -> None:
        with httpx.Client(timeout=30) as client:
            while not stop.is_set():
                self.seen.append(client.get(self.site.url + self.path).status_code)


def write(url: str, name: str) -> None:
    """Publish a project as the program does: by an address that may name several hosts."""
    with publishing(Login(url)) as connection:
        publisher = Publisher(connection, languages=("vi", "en"))
        publisher.agencies([AGENCY])
        publisher.stage([(1, disclose(project(name), load_policy(), date(2026, 6, 15)))])
        publisher.publish(Load(kind="test", file_name=f"{name}.csv"))


@pytest.fixture
def lost(pair: Pair) -> Iterator[Pair]:
    """The pair that a module shares, for a test that kills the replica: afterwards it follows again."""
    yield pair
    pair.replica.start()
    pair.follow()


def ids(server: Cluster) -> list[str]:
    return list(ask(server, IDS))


@pytest.mark.parametrize(
    "path", ["/collections/projects/items/P1", "/collections/agencies/items", "/tiles/WebMercatorQuad/10/465/819"]
)
def test_losing_the_replica_costs_no_single_read(lost: Pair, path: str) -> None:
    publish(lost.database.writer_url, [project("P1")])
    lost.follow()
    with serving(lost.database, pool=lost.pool()) as site:
        readers = Readers(site, path)
        with readers.reading():
            readers.go_on(READERS * 3)
            kill(lost.replica)
            readers.go_on(READERS * 6)
    assert set(readers.seen) == {200}


def test_losing_the_replica_costs_the_pages_under_way_at_most(lost: Pair) -> None:
    publish(lost.database.writer_url, [project(f"P{n}") for n in range(20)])
    lost.follow()
    with serving(lost.database, pool=lost.pool()) as site:
        readers = Readers(site, "/collections/projects/items?limit=10")
        with readers.reading():
            readers.go_on(READERS * 3)
            kill(lost.replica)
            readers.go_on(READERS * 2)  # whoever was under way has been answered
            known = len(readers.seen)
            readers.go_on(READERS * 4)
    assert set(readers.seen) <= {200, 503}
    assert readers.seen.count(503) <= READERS
    assert set(readers.seen[known:]) == {200}


def test_a_replica_that_was_lost_serves_again_when_it_is_back(lost: Pair) -> None:
    async def reading() -> None:
        async with opened(lost.pool()) as pool:
            kill(lost.replica)
            assert {await pool.value("SELECT pg_is_in_recovery()") for _ in range(6)} == {False}
            await asyncio.to_thread(lost.replica.start)
            while not await pool.value("SELECT pg_is_in_recovery()"):  # noqa: ASYNC110 - of another process
                await asyncio.sleep(0.05)

    asyncio.run(asyncio.wait_for(reading(), 30))


def acknowledge_only_what_the_replica_has(pair: Pair) -> None:
    """Synchronous replication, as docs/scaling.md sets it."""
    tell(pair.primary, "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'")
    tell(pair.primary, "ALTER ROLE allimi_writer SET synchronous_commit = 'remote_apply'")
    tell(pair.primary, "SELECT pg_reload_conf()")
    until(lambda: ask(pair.primary, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'") == 1)


def promote(server: Cluster) -> None:
    assert ask(server, "SELECT pg_promote()")
    tell(server, "ALTER SYSTEM RESET synchronous_standby_names")
    tell(server, "SELECT pg_reload_conf()")


def test_promoting_the_replica_loses_nothing_and_the_old_primary_is_not_written_to(own_pair: Pair) -> None:
    pair, url = own_pair, own_pair.writer_url
    write(url, "P0")
    acknowledge_only_what_the_replica_has(pair)
    with serving(pair.database, pool=pair.pool()) as site, ThreadPoolExecutor(1) as writer:
        acknowledged, stop = ["P0"], threading.Event()

        def keep_writing() -> None:
            while not stop.is_set():
                write(url, f"P{len(acknowledged)}")
                acknowledged.append(f"P{len(acknowledged)}")

        writing = writer.submit(keep_writing)
        until(lambda: len(acknowledged) > 5)
        kill(pair.primary)
        with pytest.raises((StoreUnavailable, psycopg.OperationalError)):
            writing.result(timeout=20)
        stop.set()

        with pytest.raises(StoreUnavailable, match="None of the databases that answer may be written to"):
            write(url, "TOO-EARLY")
        with pytest.raises(StoreUnavailable, match="only reads"):
            write(pair.replica.url(user="allimi_writer"), "TOO-EARLY")
        until(lambda: site.get("/ready").status_code == 200, 10)
        assert site.get(f"/collections/projects/items/{acknowledged[-1]}").status_code == 200

        promote(pair.replica)
        write(url, "AFTER")
        assert set(acknowledged) <= set(ids(pair.replica))
        assert "AFTER" in ids(pair.replica)

        pair.primary.start()  # it knows nothing of the promotion and would take writes
        before = ids(pair.primary)
        write(url, "LAST")
        assert ids(pair.primary) == before
        assert "LAST" in ids(pair.replica)
        until(lambda: site.get("/collections/projects/items/LAST").status_code == 200, 10)
        time.sleep(1)  # more than the lag allowed
        assert {site.get("/collections/projects/items/LAST").status_code for _ in range(10)} == {200}


def test_a_write_that_the_replica_has_not_acknowledged_is_not_acknowledged(own_pair: Pair) -> None:
    write(own_pair.writer_url, "P0")
    acknowledge_only_what_the_replica_has(own_pair)
    with ThreadPoolExecutor(1) as writer:
        with own_pair.replay_paused():
            writing = writer.submit(write, own_pair.writer_url, "P1")
            time.sleep(1)
            assert not writing.done()
            assert "P1" not in ids(own_pair.replica)
        writing.result(timeout=10)
    assert "P1" in ids(own_pair.replica)  # at once: it was acknowledged


def test_two_servers_that_both_take_writes_are_not_written_to(own_pair: Pair) -> None:
    """A replica that was made a server of its own without a promotion: nobody can say which of the two is right."""
    kill(own_pair.replica)
    (own_pair.replica.pgdata / "standby.signal").unlink()
    own_pair.replica.start()
    with pytest.raises(StoreUnavailable, match="Two databases take writes"):
        write(own_pair.writer_url, "P1")
    assert ids(own_pair.primary) == ids(own_pair.replica) == []
