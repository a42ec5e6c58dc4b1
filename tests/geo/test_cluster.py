"""The private cluster, on the real PostgreSQL of this machine."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import psycopg
import pytest

from geo.cluster import BinariesMissing, Cluster, ClusterError, DataFolderInUse, DataFolderLock, WrongMajorVersion
from geo.cluster import binaries as binaries_module
from geo.cluster.binaries import find_binaries, major_version
from geo.cluster.postmaster import Postmaster, wait_until_gone

ROOT = Path(__file__).resolve().parents[2]
OWNER = """
import sys, time
from pathlib import Path
from geo.cluster import Cluster
cluster = Cluster(Path(sys.argv[1]))
cluster.start()
print("started" if cluster.started_by_us else "attached", flush=True)
time.sleep(60)
"""


def ask(cluster: Cluster, question: str, database: str = "allimi") -> str:
    with psycopg.connect(cluster.url(database), autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return str(row[0])


def postmaster(cluster: Cluster) -> Postmaster:
    running = Postmaster.of(cluster.pgdata)
    assert running is not None
    return running


@contextmanager
def another_program(data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """A second program that has the cluster; killed at the end."""
    command = [sys.executable, "-c", OWNER, str(data_dir)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            program.said = program.stdout.readline().strip()  # type: ignore[attr-defined]
            yield program
        finally:
            program.kill()


def has_ended(server: Postmaster) -> bool:
    """Whether the process is gone, or only waits for somebody to read its exit code."""
    command = Path(f"/proc/{server.pid}/cmdline")
    for _ in range(200):
        if not command.exists() or not command.read_bytes():
            return True
        time.sleep(0.01)
    return False


def test_a_first_start_takes_under_3_seconds_and_a_later_one_under_half_a_second(open_folder: Path) -> None:
    took = []
    for _ in range(2):
        began = time.monotonic()
        with Cluster(open_folder) as cluster:
            took.append(time.monotonic() - began)
            assert ask(cluster, "SELECT current_database()") == "allimi"
    assert took[0] < 3
    assert took[1] < 0.5


def test_what_was_committed_is_there_at_the_next_start(open_folder: Path) -> None:
    with Cluster(open_folder) as cluster, psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
    with Cluster(open_folder) as cluster:
        assert ask(cluster, "SELECT n FROM kept") == "42"


def test_stopping_leaves_no_server_and_no_socket(open_folder: Path) -> None:
    cluster = Cluster(open_folder)
    cluster.start()
    server = postmaster(cluster)
    cluster.stop()
    assert has_ended(server)
    assert not server.socket_dir.exists()
    cluster.stop()  # twice is no harm


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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_kill_9_of_the_program_leaves_no_server_and_no_damage(open_folder: Path) -> None:
    with another_program(open_folder) as program:
        cluster = Cluster(open_folder)
        cluster.start()
        with psycopg.connect(cluster.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
        cluster.stop()
        server = postmaster(cluster)
        program.kill()
    assert wait_until_gone(cluster.pgdata, 10)
    assert has_ended(server)
    with cluster:
        assert cluster.started_by_us
        assert ask(cluster, "SELECT n FROM kept") == "42"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_start_right_after_a_kill_9_waits_for_the_old_server_to_end(open_folder: Path) -> None:
    for _ in range(5):
        with another_program(open_folder) as program:
            program.kill()
            program.wait()
            with Cluster(open_folder) as cluster:
                assert ask(cluster, "SELECT 1") == "1"
                time.sleep(0.05)
                assert ask(cluster, "SELECT 2") == "2"


def test_a_kill_9_of_the_server_itself_is_recovered_from(open_folder: Path) -> None:
    with Cluster(open_folder) as cluster:
        with psycopg.connect(cluster.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
        postmaster(cluster).signal(signal.SIGKILL)
        assert wait_until_gone(cluster.pgdata, 5)
        cluster.ensure()
        assert ask(cluster, "SELECT n FROM kept") == "42"


def test_a_second_program_attaches_and_does_not_stop_the_server(open_folder: Path) -> None:
    with another_program(open_folder) as program:
        with Cluster(open_folder) as cluster:
            assert cluster.attached
            assert not cluster.started_by_us
        assert ask(cluster, "SELECT 1") == "1"
        assert program.poll() is None


def test_programs_that_start_together_share_one_server(open_folder: Path) -> None:
    with another_program(open_folder) as one, another_program(open_folder) as two:
        assert sorted([one.said, two.said]) == ["attached", "started"]  # type: ignore[attr-defined]


def test_one_who_attached_takes_over_when_the_owner_has_ended(open_folder: Path) -> None:
    owner, guest = Cluster(open_folder), Cluster(open_folder)
    owner.start()
    guest.start()
    assert guest.attached
    owner.stop()
    guest.ensure()
    assert guest.started_by_us
    assert ask(guest, "SELECT 1") == "1"
    guest.stop()
    assert Postmaster.of(guest.pgdata) is None


def test_a_pid_file_whose_number_now_belongs_to_another_program_is_stale(open_folder: Path) -> None:
    with Cluster(open_folder) as cluster:
        server = postmaster(cluster)
        lines = (cluster.pgdata / "postmaster.pid").read_text().splitlines()
    with subprocess.Popen(["sleep", "60"], user=cluster.pgdata.stat().st_uid) as stranger:
        lines[0] = str(stranger.pid)
        (cluster.pgdata / "postmaster.pid").write_text("\n".join(lines) + "\n")
        with cluster:
            assert postmaster(cluster).pid not in {stranger.pid, server.pid}
        assert stranger.poll() is None
        stranger.kill()


def test_a_kill_while_the_cluster_is_made_leaves_nothing_half_made(open_folder: Path) -> None:
    (open_folder / "pg.unfinished").mkdir()
    (open_folder / "pg.unfinished" / "PG_VERSION").write_text("15\n")
    with Cluster(open_folder) as cluster:
        assert ask(cluster, "SELECT 1") == "1"


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
        cluster.drop_database("copy")
    cluster.drop_database("copy")
    cluster.drop_database("pattern")


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


def test_a_data_folder_is_held_by_one_program(open_folder: Path) -> None:
    with DataFolderLock(open_folder) as held:
        with pytest.raises(DataFolderInUse, match=str(os.getpid())):
            DataFolderLock(open_folder).acquire()
        held.acquire()  # its holder may ask again
    with DataFolderLock(open_folder):
        pass


def test_a_dead_holder_lets_go_of_the_data_folder(open_folder: Path) -> None:
    take = f"from geo.cluster import *; from pathlib import Path; DataFolderLock(Path({str(open_folder)!r})).acquire()"
    subprocess.run([sys.executable, "-c", take + "; import os; os.kill(os.getpid(), 9)"], cwd=ROOT, check=False)
    with DataFolderLock(open_folder):
        pass
