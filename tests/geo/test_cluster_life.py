"""Who starts, shares and stops the private cluster, and what a kill leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from geo.cluster import Cluster, DataFolderInUse, DataFolderLock, server
from geo.cluster.postmaster import Postmaster, wait_until_gone
from tests.geo.test_cluster import ask, postmaster

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
            program.wait(10)
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
    owner, guest = Cluster(open_folder), Cluster(open_folder, lasting=True)
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


VISITS = """
import random, sys, time
from pathlib import Path
import psycopg
from geo.cluster import Cluster
for _ in range(6):
    with Cluster(Path(sys.argv[1]), durable=False) as cluster, psycopg.connect(cluster.url()) as session:
        time.sleep(random.uniform(0, 0.1))
        session.execute("SELECT 1")
"""


def test_programs_that_come_and_go_together_never_lose_the_server(open_folder: Path) -> None:
    command = [sys.executable, "-c", VISITS, str(open_folder)]
    visitors = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [visitor.communicate(timeout=120)[1] for visitor in visitors]
    assert [visitor.returncode for visitor in visitors] == [0, 0, 0], "\n".join(said)
    assert Postmaster.of(open_folder / "pg") is None


def test_who_stops_the_server_waits_for_programs_that_use_it(open_folder: Path) -> None:
    owner, guest = Cluster(open_folder), Cluster(open_folder)
    owner.start()
    guest.start()
    stopping = threading.Thread(target=owner.stop)
    stopping.start()
    time.sleep(0.2)
    assert ask(guest, "SELECT 1") == "1"
    guest.stop()
    stopping.join(10)
    assert Postmaster.of(owner.pgdata) is None


def test_a_lasting_program_does_not_wait_long_and_nobody_waits_for_it(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "GUESTS_SECONDS", 0.1)
    with Cluster(open_folder), Cluster(open_folder, lasting=True) as lasting:
        assert lasting.attached
        lasting.stop()
    owner, guest = Cluster(open_folder, lasting=True), Cluster(open_folder)
    owner.start()
    guest.start()
    owner.stop()
    assert Postmaster.of(owner.pgdata) is None
    guest.stop()
