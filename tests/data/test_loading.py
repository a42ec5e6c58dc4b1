"""A file's way into the database: counted, whole or absent, and the same again changes nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from data.cities import load_city
from data.loading import Loaded, load_projects
from data.mapping import parse_mapping
from data.policy import load_policy
from geo.errors import BadInput
from tests.builders import publish_two_districts
from tests.fixtures.database import Database

MAPPING = """
[file]
crs = "EPSG:4326"
dates = ["%Y-%m-%d"]
[id]
columns = ["ma"]
[titles.vi]
column = "ten"
[agency]
constant = "so-gtvt"
[agency.names.so-gtvt]
vi = "Sở Giao thông"
[status]
column = "trang_thai"
[status.table]
"đang làm" = "implementation"
[planned_end]
column = "ket_thuc"
[location]
longitude = "lng"
latitude = "lat"
"""
HEADER = "ma,ten,trang_thai,ket_thuc,lng,lat,ghi_chu_noi_bo\n"
GOOD = "A1,Đường số 1,đang làm,2026-12-31,108.05,16.05,mật\nA2,Đường số 2,đang làm,,,,\n"
BAD = "A3,Đường số 3,gì đó,2026-12-31,108.05,16.05,\n"


def load(database: Database, path: Path, mapping: str = MAPPING) -> Loaded:
    with psycopg.connect(database.writer_url) as connection:
        return load_projects(connection, path, parse_mapping(mapping), city=load_city(), policy=load_policy())


def one(database: Database, statement: str) -> object:
    with psycopg.connect(database.url) as connection:
        row = connection.execute(statement).fetchone()
    return row[0] if row else None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "works.csv"
    file.write_text(HEADER + GOOD + BAD, encoding="utf-8")
    return file


def test_published_unchanged_and_held_add_up_to_the_rows(database: Database, path: Path) -> None:
    loaded = load(database, path)
    outcome = loaded.outcome
    assert (outcome.rows, outcome.published, outcome.unchanged, outcome.held) == (3, 2, 0, 1)
    assert loaded.held_by_rule() == {"status.unknown": 1}
    reason = loaded.held[0].reasons[0]
    assert (loaded.held[0].number, loaded.held[0].project_id, reason.field, reason.value) == (
        3,
        "A3",
        "trang_thai",
        "gì đó",
    )


def test_the_same_file_again_changes_nothing(database: Database, path: Path) -> None:
    load(database, path)
    again = load(database, path).outcome
    assert (again.published, again.unchanged, again.held, again.publication) == (0, 2, 1, None)


def test_a_mended_row_is_published_alone(database: Database, path: Path) -> None:
    load(database, path)
    path.write_text(path.read_text(encoding="utf-8").replace("gì đó", "đang làm"), encoding="utf-8")
    outcome = load(database, path).outcome
    assert (outcome.published, outcome.unchanged, outcome.held) == (1, 2, 0)


def test_a_column_without_a_mapping_is_kept_and_never_published(database: Database, path: Path) -> None:
    load(database, path)
    assert one(database, "SELECT payload ->> 'ghi_chu_noi_bo' FROM intake.submission WHERE row_number = 1") == "mật"
    assert one(database, "SELECT count(*) FROM published.project_version WHERE feature_text LIKE '%mật%'") == 0


def test_an_unknown_district_holds_the_row(database: Database, path: Path) -> None:
    publish_two_districts(database.writer_url)
    mapping = MAPPING + '[districts]\nset = "old"\ncolumn = "ghi_chu_noi_bo"\n[districts.table]\n"mật" = "nowhere"\n'
    loaded = load(database, path, mapping)
    assert loaded.held_by_rule() == {"district.unknown": 1, "status.unknown": 1}


def test_a_file_that_cannot_be_read_leaves_nothing(database: Database, tmp_path: Path) -> None:
    broken = tmp_path / "broken.geojson"
    broken.write_text('{"type": "FeatureCollection", "features": [', encoding="utf-8")
    with pytest.raises(BadInput):
        load(database, broken)
    assert one(database, "SELECT count(*) FROM intake.load") == 0


def command(database: Database, folder: Path, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"ALLIMI_DATABASE_URL": database.url, "ALLIMI_DATA_DIR": str(folder / "data")}
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli", *words],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_the_command_says_what_became_of_the_rows(database: Database, path: Path, tmp_path: Path) -> None:
    mapping, report = tmp_path / "m.toml", tmp_path / "held.csv"
    mapping.write_text(MAPPING, encoding="utf-8")
    words = ("load", "projects", str(path), "--mapping", str(mapping))
    code, out, _ = finished(command(database, tmp_path, *words, "--dry-run"))
    assert code == 0
    assert "Nothing is published" in out
    assert one(database, "SELECT count(*) FROM published.publication") == 0
    code, _, err = finished(command(database, tmp_path, *words, "--strict"))
    assert code != 0
    assert "every row must pass" in err
    assert one(database, "SELECT count(*) FROM published.publication") == 0
    code, out, _ = finished(command(database, tmp_path, *words, "--report", str(report)))
    assert code == 0
    assert "2 published + 0 unchanged + 1 held = 3 rows" in out
    assert "held by status.unknown: 1" in out
    assert "3,A3,status.unknown,trang_thai,gì đó" in report.read_text(encoding="utf-8-sig")


def test_a_load_that_is_killed_is_whole_or_absent(database: Database, tmp_path: Path) -> None:
    rows = 4000
    path, mapping = tmp_path / "many.csv", tmp_path / "m.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    path.write_text(
        HEADER + "".join(f"K{n},Đường {n},đang làm,2026-12-31,108.05,16.05,\n" for n in range(rows)), encoding="utf-8"
    )
    chance = random.Random(7)
    for _ in range(5):
        process = command(database, tmp_path, "load", "projects", str(path), "--mapping", str(mapping))
        time.sleep(chance.uniform(0.8, 4.5))
        process.send_signal(signal.SIGKILL)
        finished(process)
        assert one(database, "SELECT count(*) FROM published.project_now") in {0, rows}
        kept = one(database, "SELECT count(*) FROM intake.submission")
        loads = one(database, "SELECT count(*) FROM intake.load")
        assert kept == rows * int(str(loads))  # a load that ended before its kill is there, whole
    code, out, _ = finished(command(database, tmp_path, "load", "projects", str(path), "--mapping", str(mapping)))
    assert (code, f"= {rows} rows" in out) == (0, True)
    assert one(database, "SELECT count(*) FROM published.project_now") == rows
