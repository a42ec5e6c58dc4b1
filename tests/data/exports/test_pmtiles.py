"""PMTiles: the container keeps to its specification; `tests/api/downloads/test_maps.py` reads whole maps back."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import struct
from pathlib import Path
from typing import Any

import pytest

from data.exports import Job, build
from data.exports.pmtiles import Area, Entry, tile_id, write_archive
from data.exports.tiles import record
from tests.data.exports.builders import ABOUT, made, spool, work


def directory(packed: bytes) -> list[Entry]:
    """The entries of a directory, read as the specification says."""
    content, numbers = gzip.decompress(packed), []
    value = shift = 0
    for byte in content:
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            numbers.append(value)
            value = shift = 0
    count, rest = numbers[0], numbers[1:]
    ids, runs, lengths, offsets = (rest[at * count : (at + 1) * count] for at in range(4))
    entries: list[Entry] = []
    number = 0
    for place in range(count):
        number += ids[place]
        last = entries[-1] if entries else None
        offset = offsets[place] - 1 if offsets[place] else (last.offset + last.length if last else 0)
        entries.append(Entry(number, offset, lengths[place], runs[place]))
    return entries


def tiles(path: Path) -> dict[int, bytes]:
    """Every tile of an archive by its id, through leaf directories."""
    content = path.read_bytes()
    head = struct.unpack("<7sB11Q", content[:96])
    assert head[:2] == (b"PMTiles", 3)
    root, _, leaves, data = ((head[at], head[at + 1]) for at in range(2, 10, 2))
    found: dict[int, bytes] = {}

    def gather(entries: list[Entry]) -> None:
        for one in entries:
            if one.run == 0:
                begin = leaves[0] + one.offset
                gather(directory(content[begin : begin + one.length]))
            for number in range(one.run):
                found[one.tile_id + number] = content[data[0] + one.offset :][: one.length]

    gather(directory(content[root[0] : sum(root)]))
    return found


def layer(name: str, *keys: str) -> bytes:
    """A layer of a vector tile with names of fields and without features."""
    parts = [b"\x0a" + bytes([len(name)]) + name.encode(), b"\x28\x80\x20", b"\x78\x02"]
    parts += [b"\x1a" + bytes([len(key)]) + key.encode() for key in keys]
    body = b"".join(parts)
    return b"\x1a" + bytes([len(body)]) + body


def metadata(path: Path) -> Any:  # noqa: ANN401 - JSON
    content = path.read_bytes()
    begin, length = struct.unpack("<2Q", content[24:40])
    return json.loads(gzip.decompress(content[begin : begin + length]))


def test_the_tiles_of_the_spool_are_in_the_archive_by_their_number_whatever_their_order(tmp_path: Path) -> None:
    drawn = {(0, 0, 0): b"", (2, 3, 1): layer("projects"), (2, 0, 3): layer("districts"), (1, 1, 0): layer("x")}
    for turn in (list(drawn), list(drawn)[::-1]):
        path, _ = made(tmp_path, "pmtiles", [work("P1")], tiles=[record(*address, drawn[address]) for address in turn])
        assert {number: gzip.decompress(tile) for number, tile in tiles(path).items()} == {
            tile_id(*address): tile for address, tile in drawn.items()
        }


def test_the_metadata_name_the_layers_that_there_are_with_their_zooms_and_fields(tmp_path: Path) -> None:
    drawn = [
        record(9, 400, 200, layer("project_cells", "works") + layer("district_labels", "name_vi", "code")),
        record(10, 801, 401, layer("projects", "title", "progress_actual")),
        record(11, 1602, 802, layer("projects", "status")),
    ]
    path, _ = made(tmp_path, "pmtiles", [work("P1")], tiles=drawn)
    told = {one["id"]: (one["minzoom"], one["maxzoom"], one["fields"]) for one in metadata(path)["vector_layers"]}
    assert told == {
        "projects": (10, 11, {"progress_actual": "Number", "status": "String", "title": "String"}),
        "project_cells": (9, 9, {"works": "Number"}),
        "district_labels": (9, 9, {"code": "String", "name_vi": "String"}),
    }


def test_the_header_says_the_zooms_and_a_box_that_holds_every_tile_of_the_deepest(tmp_path: Path) -> None:
    path, _ = made(tmp_path, "pmtiles", [work("P1")], tiles=[record(2, 2, 1, layer("x")), record(2, 3, 1, layer("x"))])
    header = path.read_bytes()[:127]
    assert (header[100], header[101], header[118]) == (0, 2, 1)
    west, south, east, north = (edge / 1e7 for edge in struct.unpack("<4i", header[102:118]))
    assert (west, south, east, north) == (0.0, 0.0, 180.0, pytest.approx(66.51326))


def test_progress_is_told_up_to_the_number_of_features(tmp_path: Path) -> None:
    features = [work(f"P{number}") for number in range(7)]
    (tmp_path / "tiles").write_bytes(b"".join(record(2, x, 1, layer("x")) for x in range(3)))
    seen: list[tuple[int, int]] = []
    job = Job(ABOUT, "pmtiles", spool(tmp_path, features), tmp_path, "projects.pmtiles", tmp_path / "tiles")
    build(job, lambda written, of: seen.append((written, of)))
    assert seen == [(2, 7), (4, 7), (7, 7)]


def test_the_notes_say_where_every_work_is_and_what_is_left_out(tmp_path: Path) -> None:
    _, manifest = made(tmp_path, "pmtiles", [work("P1"), work("P2", None)], tiles=[record(15, 5, 5, layer("x"))])
    assert manifest.members["notes"] == [
        "1 of 2 features have no footprint and are left out.",
        "Zoom 15 has every work with its shape; above it a tile of more than 3,000 works has counts instead.",
        "A tile has a few facts of each feature.",
    ]


@pytest.mark.parametrize(
    ("address", "number"),
    [((0, 0, 0), 0), ((1, 0, 0), 1), ((1, 0, 1), 2), ((1, 1, 1), 3), ((1, 1, 0), 4), ((2, 0, 0), 5), ((2, 3, 0), 20)],
)
def test_tiles_are_numbered_along_the_curve(address: tuple[int, int, int], number: int) -> None:
    assert tile_id(*address) == number


def test_every_tile_of_a_zoom_has_its_own_number_and_neighbours_follow(tmp_path: Path) -> None:
    by_number = sorted((tile_id(5, x, y), x, y) for x in range(32) for y in range(32))
    assert [number for number, _, _ in by_number] == list(range(341, 341 + 1024))
    steps = itertools.pairwise(by_number)
    assert all(abs(a[1] - b[1]) + abs(a[2] - b[2]) == 1 for a, b in steps)


def test_a_large_archive_has_leaf_directories_and_loses_nothing(tmp_path: Path) -> None:
    chance = random.Random(1)
    content = {
        number: chance.randbytes(chance.randint(1, 300)) for number in sorted(chance.sample(range(10**9), 20_000))
    }
    path = tmp_path / "x.pmtiles"
    write_archive(content.items(), path, Area(0, 14, (1.0, 2.0, 3.0, 4.0)), lambda: {"name": "x"})
    assert tiles(path) == content
    header = path.read_bytes()[:127]
    assert struct.unpack("<Q", header[16:24])[0] <= 16_384 - 127
    assert struct.unpack("<Q", header[48:56])[0] > 0
    assert struct.unpack("<4i", header[102:118]) == (10_000_000, 20_000_000, 30_000_000, 40_000_000)


def test_equal_tiles_are_stored_once_and_runs_are_one_entry(tmp_path: Path) -> None:
    path = tmp_path / "x.pmtiles"
    write_archive([(number, b"same") for number in range(100)], path, Area(0, 3, (0, 0, 1, 1)), dict)
    assert tiles(path) == dict.fromkeys(range(100), b"same")
    assert struct.unpack("<3Q", path.read_bytes()[72:96]) == (100, 1, 1)


def test_the_archive_says_whose_it_is(tmp_path: Path) -> None:
    path, _ = made(tmp_path, "pmtiles", [work("P1", sample=True)])
    told = metadata(path)
    assert (told["name"], told["attribution"]) == ("Public works of Da Nang (sample data)", "Allimi sample data")
    assert json.loads(told["allimi"])["publication"] == ABOUT.publication
