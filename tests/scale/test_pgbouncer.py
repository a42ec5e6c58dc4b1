"""Reading through pgBouncer in transaction mode, where a connection is ours only within a transaction."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import asyncpg
import psycopg
import pytest

from geo.cluster.account import Account
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.program import installed
from tests.fixtures.replica import opened
from tests.fixtures.site import serving

_numbers = itertools.count()
SETTINGS = """
[databases]
* = {server}
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = 6432
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 2
max_client_conn = 100
logfile = {folder}/log
"""


@pytest.fixture(scope="module")
def bounced(module_database: Database) -> Iterator[str]:
    """The reader's address through pgBouncer, which has two connections to the server for all of its clients."""
    account, folder = Account(), Path(tempfile.mkdtemp(prefix="allimi-bouncer-"))
    account.own(folder)
    server = psycopg.conninfo.conninfo_to_dict(module_database.reader_url)
    (folder / "users").write_text('"allimi_reader" ""\n"allimi" ""\n')
    (folder / "ini").write_text(SETTINGS.format(server=f"host={server['host']} port={server['port']}", folder=folder))
    with (folder / "out").open("wb") as output:
        process = account.spawn([installed("pgbouncer", package="pgbouncer"), folder / "ini"], output, tied=False)
    try:
        deadline = time.monotonic() + 10
        while not (folder / ".s.PGSQL.6432").exists():
            assert process.poll() is None, (folder / "out").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield f"postgresql://allimi_reader@/{module_database.name}?host={folder}&port=6432"
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
        shutil.rmtree(folder)


def pool_at(url: str, *, role: str | None = None, size: int = 8) -> ReadPool:
    return ReadPool((Login(url, role),), size=size, statement_timeout=timedelta(seconds=7), pgbouncer=True)


def test_many_clients_share_two_connections_and_each_gets_its_own_answers(bounced: str) -> None:
    statements = [f"SELECT $1::int + {n} FROM pg_sleep(0.002)" for n in range(12)]

    async def reading() -> None:
        async with opened(pool_at(bounced)) as pool:
            for first in range(0, 240, 8):
                asked = range(first, first + 8)
                found = await asyncio.gather(*(pool.value(statements[n % 12], n) for n in asked))
                assert found == [n + n % 12 for n in asked]
            process = "SELECT pg_backend_pid() FROM pg_sleep(0.01)"
            assert len(set(await asyncio.gather(*(pool.value(process) for _ in range(8))))) <= 2

    asyncio.run(reading())


@pytest.mark.parametrize("way", ["value", "connection", "snapshot"])
def test_every_transaction_has_the_settings_of_a_reader(bounced: str, way: str) -> None:
    expected = {
        "transaction_read_only": "on",
        "statement_timeout": "7s",
        "timezone": "UTC",
        "search_path": "published, public",
        "plan_cache_mode": "force_custom_plan",
        "role": "allimi_reader",
    }

    async def shown(pool: ReadPool, name: str) -> str:
        if way == "value":
            return str(await pool.value(f"SHOW {name}", plan="custom"))
        async with getattr(pool, way)(plan="custom") as connection:
            return str(await connection.fetchval(f"SHOW {name}"))

    async def reading() -> None:
        as_owner = bounced.replace("allimi_reader@", "allimi@")  # who steps down to the reader's role
        async with opened(pool_at(as_owner, role="allimi_reader")) as pool:
            assert {name: await shown(pool, name) for name in expected} == expected
        async with opened(pool_at(as_owner)) as pool:
            assert await pool.value("SHOW role") == "none"  # what the other one set did not stay

    asyncio.run(reading())


def test_nothing_can_be_written_through_it(bounced: str) -> None:
    async def reading() -> None:
        async with opened(pool_at(bounced)) as pool:
            with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
                await pool.value("CREATE TEMPORARY TABLE t (n int)")

    asyncio.run(reading())


def test_a_site_behind_pgbouncer_serves_and_sees_what_is_published(module_database: Database, bounced: str) -> None:
    publish(module_database.writer_url, [project(f"P{n}") for n in range(30)])
    paths = ["/ready", "/collections/projects/items/P1", "/collections/projects/items?limit=10", "/vi/maps/city"]
    with serving(module_database, pool=pool_at(bounced)) as site, ThreadPoolExecutor(4) as clients:
        statuses = list(clients.map(lambda n: site.get(paths[n % len(paths)]).status_code, range(80)))
        publish(module_database.writer_url, [project("NEW")])
        assert site.get("/collections/projects/items/NEW").status_code == 200
    assert {statuses[n] for n in range(80) if n % 4 < 3} == {200}
    assert not [status for status in statuses if status >= 500]


def test_the_newest_publication_is_asked_by_many_programs_through_it(module_database: Database, bounced: str) -> None:
    async def reading() -> None:
        async with AsyncExitStack() as stack:
            pools = [await stack.enter_async_context(opened(pool_at(bounced))) for _ in range(6)]
            for _ in range(3):
                number = await asyncio.to_thread(published, module_database)
                told = await asyncio.gather(*(pool.newest() for pool in pools * 20))
                assert {newest.number for newest in told} == {number}

    asyncio.run(reading())


def published(database: Database) -> int | None:
    """Publish something new; the publication's number."""
    return publish(database.writer_url, [project(f"BOUNCED-{next(_numbers)}")]).publication
