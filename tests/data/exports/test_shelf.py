"""The shelf: what is there is whole, what was withdrawn is gone and listed, old files go."""

from __future__ import annotations

import asyncio
import errno
import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.exports import Manifest, Shelf, replace_snapshots
from data.exports import shelf as shelves
from data.exports.manifest import write_whole
from tests.data.exports.builders import ABOUT, made, work


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "downloads")


def put(
    shelf: Shelf,
    publication: int,
    suffix: str = "geojson",
    title: str = "x",
    key: str | None = None,
    purge: int = 0,
) -> Manifest:
    """Build a file and put it on the shelf."""
    about = replace(ABOUT, publication=publication)
    with shelf.workshop() as folder:
        _, manifest = made(folder / "made", suffix, [work(title=title)], about=about, purge=purge)
        (folder / "made" / "spool").unlink()
        shelf.place(folder / "made", shelf.snapshot(publication) if key is None else shelf.selection(key))
    return manifest


def test_what_is_placed_is_found_and_nothing_else_is_left(shelf: Shelf) -> None:
    manifest = put(shelf, 7)
    found = shelf.find(shelf.snapshot(7), "projects.geojson")
    assert found is not None
    assert found.manifest.sha256 == manifest.sha256
    assert list((shelf.root / "work").iterdir()) == []


@pytest.mark.parametrize("fault", ["changed", "cut", "without manifest", "manifest cut", "manifest of another"])
def test_a_file_that_is_not_whole_is_not_found(fault: str, shelf: Shelf) -> None:
    put(shelf, 7)
    folder = shelf.snapshot(7)
    file, beside = folder / "projects.geojson", folder / "projects.geojson.json"
    match fault:
        case "changed":
            assert shelf.find(folder, file.name) is not None  # known as whole before
            file.write_bytes(file.read_bytes().replace(b"P1", b"P2"))
        case "cut":
            file.write_bytes(file.read_bytes()[:-5])
        case "without manifest":
            beside.unlink()
        case "manifest cut":
            beside.write_bytes(beside.read_bytes()[:-9])
        case _:
            beside.write_text(json.dumps(json.loads(beside.read_text("utf-8")) | {"file": "other.csv"}), "utf-8")
    assert shelf.find(folder, file.name) is None


def test_only_the_newest_snapshots_are_kept(shelf: Shelf) -> None:
    for number in (9, 10, 11):
        put(shelf, number)
    shelf.prune(2)
    assert shelf.snapshots() == [11, 10]


def test_snapshots_that_are_to_stay_do_and_do_not_take_the_place_of_others(shelf: Shelf) -> None:
    for number in (8, 9, 10, 11):
        put(shelf, number)
    shelf.keep(8)
    shelf.prune(2)
    assert shelf.snapshots() == [11, 10, 8]


def test_what_is_withdrawn_of_a_snapshot_that_stays_is_made_anew_and_stays(shelf: Shelf) -> None:
    put(shelf, 7, title="private")
    shelf.keep(7)
    replaced(shelf, "public")
    put(shelf, 8)
    shelf.prune(1)
    assert shelf.snapshots() == [8, 7]


def test_the_oldest_selections_go_first(shelf: Shelf) -> None:
    for key in ("old", "new"):
        put(shelf, 7, key=key)
    os.utime(shelf.selection("old"), (1, 1))
    one = sum(path.stat().st_size for path in shelf.selection("new").iterdir())
    shelf.prune(10, kept_bytes=one + 1)
    assert shelf.find(shelf.selection("new"), "projects.geojson") is not None
    assert shelf.find(shelf.selection("old"), "projects.geojson") is None


def test_the_newest_selection_stays_however_large_it_is(shelf: Shelf) -> None:
    put(shelf, 7, key="large")
    shelf.prune(10, kept_bytes=1)
    assert shelf.find(shelf.selection("large"), "projects.geojson") is not None


def test_what_a_killed_build_left_is_swept_and_running_ones_are_not(shelf: Shelf) -> None:
    old, new = shelf.root / "work" / "old", shelf.root / "work" / "new"
    old.mkdir(parents=True)
    new.mkdir()
    os.utime(old, (1, 1))
    shelf.sweep(older_than=1_000)
    assert [path.name for path in (shelf.root / "work").iterdir()] == ["new"]


def replaced(shelf: Shelf, title: str) -> list[str]:
    async def build(publication: int, name: str) -> Manifest:
        assert shelf.find(shelf.snapshot(publication), name) is None  # never served between
        return put(shelf, publication, name.partition(".")[2], title)

    now = datetime(2026, 11, 23, tzinfo=UTC)
    listed = asyncio.run(replace_snapshots(shelf, [7], reason="court order", build=build, now=now))
    return [one.sha256 for one in listed]


def test_replaced_snapshots_are_built_anew_and_the_old_ones_are_listed(shelf: Shelf) -> None:
    before = [put(shelf, 7, suffix, "private").sha256 for suffix in ("csv", "geojson")]
    other = put(shelf, 8)
    put(shelf, 7, "csv", "private", key="selection")
    listed = replaced(shelf, "public")
    assert sorted(set(listed)) == sorted(before)
    for suffix in ("csv", "geojson"):
        found = shelf.find(shelf.snapshot(7), f"projects.{suffix}")
        assert found is not None
        assert found.manifest.sha256 not in before
        assert b"private" not in found.path.read_bytes()
    assert shelf.find(shelf.selection("selection"), "projects.csv") is None
    assert {(one.reason, one.withdrawn_at) for one in shelf.withdrawn()} == {
        ("court order", "2026-11-23T00:00:00+00:00")
    }
    kept = shelf.find(shelf.snapshot(8), "projects.geojson")
    assert kept is not None
    assert kept.manifest.sha256 == other.sha256


def test_a_withdrawn_file_put_back_by_hand_is_not_found(shelf: Shelf, tmp_path: Path) -> None:
    put(shelf, 7, title="private")
    shelf.snapshot(7).rename(tmp_path / "copy")
    put(shelf, 7, title="private")
    replaced(shelf, "public")
    for path in (tmp_path / "copy").iterdir():
        path.replace(shelf.snapshot(7) / path.name)
    assert shelf.find(shelf.snapshot(7), "projects.geojson") is None


def test_a_file_is_older_than_a_purge_that_it_does_not_know_whatever_a_clock_says(shelf: Shelf) -> None:
    put(shelf, 7, purge=9)
    put(shelf, 7, purge=5, key="selection")
    manifest = shelf.selection("selection") / "projects.geojson.json"
    os.utime(manifest, (2**33, 2**33))  # as where the folder was copied, or the database's clock is behind
    assert [shelf.holds_older(7, purge) for purge in (5, 6, 9)] == [False, True, True]
    assert not shelf.holds_older(8, 9)


def test_what_must_go_goes_although_the_disk_has_no_room_for_the_list(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = put(shelf, 7, title="private")

    def full(path: Path, content: bytes) -> None:
        if shelf.snapshot(7).exists():
            raise OSError(errno.ENOSPC, "No space left on device")
        write_whole(path, content)

    monkeypatch.setattr(shelves, "write_whole", full)
    shelf.withdraw(7, reason="court order", at="2026-11-23T00:00:00+00:00")
    assert not shelf.snapshot(7).exists()
    assert [one.sha256 for one in shelf.withdrawn()] == [old.sha256]


def test_what_held_nothing_of_what_was_purged_is_not_listed(shelf: Shelf) -> None:
    put(shelf, 7, title="same")
    assert replaced(shelf, "same") == []
    assert shelf.find(shelf.snapshot(7), "projects.geojson") is not None
