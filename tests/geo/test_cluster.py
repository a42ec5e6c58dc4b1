"""The private cluster, on the real PostgreSQL of this machine."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import asyncpg
import psycopg
import pytest

from geo.cluster import BinariesMissing, Cluster, ClusterError, WrongMajorVersion
from geo.cluster import binaries as binaries_module
from geo.cluster.binaries import find_binaries, major_version
from geo.cluster.postmaster import Postmaster
from tests.fixtures.database import drop_database


def ask(cluster: Cluster, question: str, database: str = "allimi") -> str:
    with psycopg.connect(cluster.url(database), autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return str(row[0])


def postmaster(cluster: Cluster) -> Postmaster:
    running = Postmaster.of(cluster.pgdata)
    assert running is not None
    return running


def test_a_later_start_finds_everything_there_and_is_faster_than_the_first(open_folder: Path) -> None:
    took = []
    for _ in range(2):
        began = time.monotonic()
        with Cluster(open_folder) as cluster:
            took.append(time.monotonic() - began)
            assert ask(cluster, "SELECT current_database()") == "allimi"
    assert took[1] < took[0]


async def ask_by_asyncpg(url: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        return str(await connection.fetchval("SELECT session_user || '@' || current_database()"))
    finally:
        await connection.close()


def test_the_address_serves_asyncpg_as_well(cluster: Cluster) -> None:
    assert asyncio.run(ask_by_asyncpg(cluster.url("postgres"))) == "allimi@postgres"


def test_the_server_listens_on_no_tcp_port(cluster: Cluster) -> None:
    links = [file.readlink().name for file in Path(f"/proc/{postmaster(cluster).pid}/fd").iterdir()]
    sockets = {link[8:-1] for link in links if link.startswith("socket:[")}
    tables = [Path(f"/proc/net/{table}").read_text().splitlines()[1:] for table in ("tcp", "tcp6")]
    assert sockets
    assert not sockets & {line.split()[9] for table in tables for line in table}
    assert ask(cluster, "SHOW listen_addresses", "postgres") == ""


def faults(pid: int) -> int:
    """How often a process took a page of memory from the system."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[7])


def test_a_session_keeps_the_memory_that_its_next_statement_needs_again(cluster: Cluster) -> None:
    statement = b"SELECT length(string_agg(repeat('x', 1000), '')) FROM generate_series(1, 900)"
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        taken = []
        for _ in range(20):
            before = faults(connection.info.backend_pid)
            connection.execute(statement)
            taken.append(faults(connection.info.backend_pid) - before)
    assert sum(taken[10:]) < 50, taken


def test_the_socket_lies_in_a_private_folder_of_the_server(cluster: Cluster) -> None:
    folder = postmaster(cluster).socket_dir
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_uid == cluster.pgdata.stat().st_uid


def test_text_is_utf_8_in_a_locale_that_knows_letters(cluster: Cluster) -> None:
    locale = "SELECT concat_ws(' ', pg_encoding_to_char(encoding), datcollate, datctype) FROM pg_database LIMIT 1"
    assert ask(cluster, locale, "postgres") == "UTF8 C.UTF-8 C.UTF-8"
    assert ask(cluster, "SELECT lower('ĐÀ NẴNG')", "postgres") == "đà nẵng"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is refused by PostgreSQL")
def test_root_has_the_server_run_as_another_user(cluster: Cluster) -> None:
    status = Path(f"/proc/{postmaster(cluster).pid}/status").read_text()
    uids, groups = (next(line for line in status.splitlines() if line.startswith(key)) for key in ("Uid:", "Groups:"))
    assert "0" not in uids.split()[1:]
    assert "0" not in groups.split()[1:]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes the user")
def test_a_data_folder_that_the_servers_user_cannot_enter_is_refused(open_folder: Path) -> None:
    shut = open_folder / "shut"
    shut.mkdir(mode=0o700)
    with pytest.raises(ClusterError, match="cannot enter"):
        Cluster(shut / "data").start()


def test_a_data_folder_with_a_very_long_path_works(open_folder: Path) -> None:
    with Cluster(open_folder / ("long " * 40) / "dữ liệu", durable=False) as cluster:
        assert ask(cluster, "SELECT 1") == "1"
        assert postmaster(cluster).pid


def test_a_socket_folder_that_another_user_made_first_is_not_trusted(open_folder: Path) -> None:
    with Cluster(open_folder) as cluster:
        usual = postmaster(cluster).socket_dir
    usual.mkdir()
    usual.chmod(0o777)
    try:
        with Cluster(open_folder) as cluster:
            assert postmaster(cluster).socket_dir != usual
        assert usual.exists()
    finally:
        usual.rmdir()


def test_a_data_folder_of_another_major_version_is_refused_with_the_way_out(open_folder: Path) -> None:
    with Cluster(open_folder) as cluster:
        pass
    (cluster.pgdata / "PG_VERSION").write_text("12\n")
    with pytest.raises(WrongMajorVersion, match=r"made by PostgreSQL 12[\s\S]*backup[\s\S]*pg_upgrade"):
        cluster.start()
    assert not cluster.started_by_us


def test_a_server_that_cannot_start_says_why(open_folder: Path) -> None:
    with Cluster(open_folder) as cluster:
        pass
    (cluster.pgdata / "global" / "pg_control").unlink()
    with pytest.raises(ClusterError, match="pg_control"):
        cluster.start()


def test_without_postgresql_the_exact_line_to_run_is_given(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(open_folder))
    with pytest.raises(BinariesMissing, match="PG_BIN names") as caught:
        Cluster(open_folder / "data").start()
    assert "postgis" in caught.value.line


def test_without_postgis_the_exact_line_to_run_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries_module, "EXTENSIONS", ("postgis", "no_such_extension"))
    with pytest.raises(BinariesMissing, match="lacks: no_such_extension"):
        find_binaries()


def test_pg_bin_decides_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    found = find_binaries()
    monkeypatch.setenv("PG_BIN", str(found))
    assert find_binaries(major_version(found)) == found


def test_the_folder_is_found_without_pg_config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = find_binaries()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_binaries() == found


def test_a_copy_of_a_template_has_what_the_template_has(cluster: Cluster) -> None:
    cluster.create_database("pattern")
    with psycopg.connect(cluster.url("pattern")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
    cluster.create_database("copy", template="pattern")
    assert ask(cluster, "SELECT n FROM kept", "copy") == "42"
    with psycopg.connect(cluster.url("copy")):
        drop_database(cluster, "copy")
    drop_database(cluster, "copy")
    drop_database(cluster, "pattern")


def test_what_people_sent_does_not_reach_the_servers_log(open_folder: Path) -> None:
    with Cluster(open_folder) as cluster, psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE once (id text PRIMARY KEY)")
        for _ in range(2):
            try:
                connection.execute("INSERT INTO once VALUES ('secret-name')")
            except psycopg.errors.UniqueViolation:
                continue
    log = "".join(file.read_text() for file in (cluster.pgdata / "log").iterdir())
    assert "duplicate key" in log
    assert "secret-name" not in log
