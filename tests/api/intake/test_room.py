"""F07: a disk that is really full where bodies are kept; what is small goes on, and all does when there is room."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.intake.pushing import agency, versions, work
from tests.api.intake.test_batches import lines, many
from tests.fixtures.disks import enlarge, small_disk
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
