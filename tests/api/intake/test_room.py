"""F07: a disk that is really full, where bodies are kept or the database writes ahead; with room again, all goes on."""

from __future__ import annotations

import random
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.cluster import Cluster
from tests.api.intake.pushing import agency, versions, work
from tests.api.intake.test_batches import lines, many
from tests.api.intake.test_killed import Recorder, keyed, served
from tests.fixtures.database import Database
from tests.fixtures.disks import enlarge, small_disk
from tests.fixtures.prepared import prepare
from tests.fixtures.site import Site


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A disk of 1.5 MB for temporary files."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder, "1500k"):
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        yield folder


def test_a_body_that_finds_no_room_is_507_until_there_is_room(site: Site, disk: Path) -> None:
    board = agency(site)
    batch = lines(many(300, descriptions={"vi": "Một đoạn đường. " * 500}))
    headers = {"Content_Type": "application/x-ndjson", "Idempotency_Key": "b"}
    for _ in range(3):
        answer = board.post("/batches", batch, **headers)
        assert (answer.status_code, "room" in answer.json()["detail"]) == (507, True)
        assert list(disk.iterdir()) == []
    assert board.get("/submissions") == {"submissions": []}
    assert site.get("/collections/projects/items").status_code == 200
    assert board.put("S1", work()).status_code == 201
    enlarge(disk, "20m")
    assert board.post("/batches", batch, **headers).json()["counts"] == {"published": 300}
    assert len(versions(site.database, "ban-1.P299")) == 1


def letters() -> str:
    """20 kB that cannot be packed."""
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyz ", k=20_000))


@pytest.mark.slow
def test_a_full_disk_of_the_write_ahead_log_loses_nothing_that_was_acknowledged(
    open_folder: Path, tmp_path: Path
) -> None:
    """PostgreSQL gives up where it cannot write ahead; with room it recovers, and pushes are taken without a hand."""
    prepare(open_folder)
    ahead, aside = open_folder / "pg" / "pg_wal", open_folder / "aside"
    subprocess.run(["cp", "-a", str(ahead), str(aside)], check=True)
    with small_disk(ahead, "40m"):
        subprocess.run(["cp", "-a", f"{aside}/.", str(ahead)], check=True)
        with Cluster(open_folder) as cluster:
            database = Database("allimi", *(cluster.url(user=f"allimi{role}") for role in ("", "_writer", "_reader")))
            sent = Recorder(keyed(database), 800, filling=letters)
            with served(database, tmp_path) as running:
                sent.surely_single(running.url, 0)
                sent.batch(running.url, 2)
                assert (set(sent.refused) <= {503, 507}, "T2" in sent.acknowledged) == (True, False)
                enlarge(ahead, "1g")
                cluster.ensure()
                sent.surely_single(running.url, 1)
                sent.batch(running.url, 4)
                assert "T4" in sent.acknowledged
                sent.check(database)
