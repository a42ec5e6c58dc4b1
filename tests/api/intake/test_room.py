"""F07: a disk that is really full where bodies are kept; what is small goes on, and all does when there is room."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.intake.pushing import agency, versions, work
from tests.api.intake.test_batches import lines, many
from tests.fixtures.site import Site


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A disk of 1.5 MB for temporary files."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        monkeypatch.setattr(tempfile, "tempdir", str(disk))
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_body_that_finds_no_room_is_507_until_there_is_room(site: Site, small_disk: Path) -> None:
    board = agency(site)
    batch = lines(many(300, descriptions={"vi": "Một đoạn đường. " * 500}))
    headers = {"Content_Type": "application/x-ndjson", "Idempotency_Key": "b"}
    for _ in range(3):
        answer = board.post("/batches", batch, **headers)
        assert (answer.status_code, "room" in answer.json()["detail"]) == (507, True)
        assert list(small_disk.iterdir()) == []
    assert board.get("/submissions") == {"submissions": []}
    assert site.get("/collections/projects/items").status_code == 200
    assert board.put("S1", work()).status_code == 201
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    assert board.post("/batches", batch, **headers).json()["counts"] == {"published": 300}
    assert len(versions(site.database, "ban-1.P299")) == 1
