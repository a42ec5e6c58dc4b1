"""PMTiles: GDAL reads back what was drawn; the container keeps to its specification."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import struct
from pathlib import Path

import pytest
import shapely

from data.exports.pmtiles import Area, Entry, tile_id, write_archive
from tests.data.exports.builders import AREA, LINE, POINT, district, made, work
from tests.data.exports.reading import read_back

EARTH = 20_037_508.342789244


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


def test_gdal_reads_both_layers_back(tmp_path: Path) -> None:
    features = [
        work("P1", POINT, status="completed", days_late=0),
        work("P2", LINE),
        work("P3", AREA),
        work("P4", None),
    ]
    path, manifest = made(tmp_path, "pmtiles", features, districts=[district()])
    found = read_back(path, "projects")
    assert {name for name, _ in found["layers"]} == {"projects", "districts"}
    assert found["crs"] == "EPSG:3857"
    assert {row["id"] for row in found["rows"]} == {"P1", "P2", "P3"}
    (place,) = [at for at, row in enumerate(found["rows"]) if row["id"] == "P1"]
    facts = found["rows"][place]
    assert (facts["status"], facts["days_late"], facts["agency_name"]) == ("completed", 0, "Ban quản lý")
    point = shapely.from_wkt(found["shapes"][place])
    assert shapely.get_coordinates(point)[0][0] == pytest.approx(108.25 / 180 * EARTH, abs=1.0)
    names = {row["name"] for row in read_back(path, "districts")["rows"]}
    assert names == {"Tây"}
    assert manifest.members["notes"][0] == "1 of 4 features have no footprint and are left out."


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
    write_archive(content.items(), path, Area(0, 14, (1.0, 2.0, 3.0, 4.0)), {"name": "x"})
    assert tiles(path) == content
    header = path.read_bytes()[:127]
    assert struct.unpack("<Q", header[16:24])[0] <= 16_384 - 127
    assert struct.unpack("<Q", header[48:56])[0] > 0
    assert struct.unpack("<4i", header[102:118]) == (10_000_000, 20_000_000, 30_000_000, 40_000_000)


def test_equal_tiles_are_stored_once_and_runs_are_one_entry(tmp_path: Path) -> None:
    path = tmp_path / "x.pmtiles"
    write_archive([(number, b"same") for number in range(100)], path, Area(0, 3, (0, 0, 1, 1)), {})
    assert tiles(path) == dict.fromkeys(range(100), b"same")
    assert struct.unpack("<3Q", path.read_bytes()[72:96]) == (100, 1, 1)


def test_the_archive_says_whose_it_is(tmp_path: Path) -> None:
    path, _ = made(tmp_path, "pmtiles", [work("P1", sample=True)], districts=[district()])
    content = path.read_bytes()
    begin, length = struct.unpack("<2Q", content[24:40])
    told = json.loads(gzip.decompress(content[begin : begin + length]))
    assert (told["name"], told["attribution"]) == ("Public works of Da Nang (sample data)", "Allimi sample data")
    assert [layer["id"] for layer in told["vector_layers"]] == ["projects", "districts"]
