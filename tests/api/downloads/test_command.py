"""`allimi export`."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
from functools import partial
from pathlib import Path

import pytest

from data import policy as policies
from data.exports import FORMATS
from tests.api.downloads.conftest import fetched, works
from tests.builders import publish, publish_two_districts
from tests.data.exports.reading import read_back
from tests.fixtures.database import Database
from tests.fixtures.program import command, environment
from tests.fixtures.site import Site


def export(database: Database, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    words = command("export", *map(str, arguments))
    settings = environment(ALLIMI_READ_URLS=database.reader_url, **more)
    return subprocess.run(words, env=settings, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def filled(database: Database) -> Database:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, works())
    return database


def test_a_file_is_written_with_its_manifest(filled: Database, tmp_path: Path) -> None:
    done = export(filled, tmp_path / "works.gpkg")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{tmp_path}/works.gpkg: 3 features, 0.1 MB, publication 2\n"
    manifest = json.loads((tmp_path / "works.gpkg.json").read_text("utf-8"))
    assert (manifest["count"], manifest["publication"], manifest["file"]) == (3, 2, "works.gpkg")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["works.gpkg", "works.gpkg.json"]
    assert read_back(tmp_path / "works.gpkg")["count"] == 3


def test_a_bar_tells_on_a_terminal_how_far_it_has_got_and_nowhere_else(filled: Database, tmp_path: Path) -> None:
    told = on_a_terminal(filled, tmp_path / "works.gpkg")
    assert re.search(r"Reading\S* .*3/3 ", told), told
    assert re.search(r"gpkg\S* .*3/3 ", told), told
    piped = export(filled, tmp_path / "works.csv")
    assert (piped.returncode, piped.stderr) == (0, "")


def on_a_terminal(database: Database, target: Path) -> str:
    """What the command writes to standard error where that is a terminal."""
    terminal, its_end = pty.openpty()
    settings = environment(ALLIMI_READ_URLS=database.reader_url, TERM="xterm", COLUMNS="100", NO_COLOR="1")
    with subprocess.Popen(
        command("export", str(target)), env=settings, stdout=subprocess.DEVNULL, stderr=its_end
    ) as process:
        os.close(its_end)
        said = b"".join(iter(partial(_read, terminal), b""))
    os.close(terminal)
    assert process.returncode == 0
    return said.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # what Linux answers once nobody has the other end
        return b""


def test_a_folder_gets_every_format_or_those_that_are_named(filled: Database, tmp_path: Path) -> None:
    named = ("csv", "pmtiles", "csv")
    assert export(filled, tmp_path, *(word for one in named for word in ("--format", one))).returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        *("projects.csv", "projects.csv.json", "projects.pmtiles", "projects.pmtiles.json")
    }
    (tmp_path / "all").mkdir()
    assert export(filled, tmp_path / "all", "--collection", "districts").returncode == 0
    assert {path.name for path in (tmp_path / "all").iterdir() if path.suffix != ".json"} == {
        f"districts.{suffix}" for suffix in FORMATS
    }


def test_the_command_and_the_site_write_the_same_bytes(site: Site, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert export(site.database, tmp_path / "out", "--format", "xlsx", "--format", "fgb").returncode == 0
    for suffix in ("xlsx", "fgb"):
        assert (tmp_path / "out" / f"projects.{suffix}").read_bytes() == fetched(
            site, f"/downloads/projects.{suffix}"
        ).content


def test_a_selection_is_what_the_items_take(filled: Database, tmp_path: Path) -> None:
    done = export(filled, tmp_path / "x.geojson", "--select", "status=implementation", "--select", "mapped=true")
    assert done.returncode == 0, done.stderr
    features = json.loads((tmp_path / "x.geojson").read_text("utf-8"))["features"]
    assert [one["id"] for one in features] == ["P1"]


def test_nothing_is_replaced_without_force(filled: Database, tmp_path: Path) -> None:
    kept = tmp_path / "x.csv"
    kept.write_text("mine")
    done = export(filled, kept)
    assert (done.returncode, kept.read_text()) == (1, "mine")
    assert done.stderr == f"allimi: {kept} is there already; --force replaces it.\n"
    assert export(filled, kept, "--force").returncode == 0
    assert kept.read_text("utf-8-sig").startswith("id,")


@pytest.mark.parametrize(
    "words",
    [
        ("x.exe",),
        ("x.csv", "--format", "gpkg"),
        ("x.csv", "--select", "status"),
        ("x.csv", "--select", "status=nonsense"),
        ("x.csv", "--select", "limit=3"),
        ("x.csv", "--collection", "contracts"),
        ("x.kml", "--collection", "agencies"),
        ("missing/x.csv",),
        ("x.csv", "--publication", "1", "--select", "as-of=2026-01-01"),
    ],
)
def test_what_cannot_be_meant_ends_with_2_and_one_line(
    words: tuple[str, ...], filled: Database, tmp_path: Path
) -> None:
    done = export(filled, tmp_path / words[0], *words[1:])
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert done.stderr.startswith("allimi: ")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_publication_ends_with_1(filled: Database, tmp_path: Path) -> None:
    done = export(filled, tmp_path / "x.csv", "--publication", "99")
    assert (done.returncode, done.stderr) == (1, "allimi: There is no publication 99.\n")


def test_without_a_database_it_ends_with_4(tmp_path: Path) -> None:
    words = command("export", str(tmp_path / "x.csv"))
    settings = environment(ALLIMI_READ_URLS="postgresql://nobody@127.0.0.1:1/none")
    done = subprocess.run(words, env=settings, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, list(tmp_path.iterdir())) == (4, [])


def test_what_the_policy_of_the_site_makes_public_can_be_asked_for(filled: Database, tmp_path: Path) -> None:
    asked = (tmp_path / "works.csv", "--select", "filter=supervisor IS NULL")
    assert export(filled, *asked).returncode == 2  # the default policy withholds it
    policy = Path(policies.__file__).with_name("seoul.toml")
    done = export(filled, *asked, ALLIMI_POLICY=str(policy))
    assert (done.returncode, "3 features" in done.stdout) == (0, True), done.stderr
