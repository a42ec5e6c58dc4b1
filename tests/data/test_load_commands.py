"""The commands that load and inspect: what they say, and how they refuse, in one line and before anything is done."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
import pytest
from psycopg.rows import dict_row
from typer.testing import CliRunner, Result

from api.cli.program import program
from geo.errors import BadInput, Conflict
from tests.data.builders import collection, feature
from tests.data.test_district_files import square
from tests.data.test_loading import BAD, GOOD, HEADER, MAPPING
from tests.fixtures.database import Database

Run: TypeAlias = Callable[..., Result]


@pytest.fixture
def run(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a folder with `works.csv` and `m.toml`; what it raises for people stands in the result."""
    (tmp_path / "works.csv").write_text(HEADER + GOOD + BAD, encoding="utf-8")
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALLIMI_DATABASE_URL", database.url)
    monkeypatch.setenv("ALLIMI_DATA_DIR", str(tmp_path / "data"))
    return lambda *words: CliRunner().invoke(program(words), words)


def refusal(result: Result) -> str:
    assert isinstance(result.exception, BadInput | Conflict), result.exception
    return str(result.exception)


def asked(database: Database, statement: str) -> list[dict[str, Any]]:
    with psycopg.connect(database.url, row_factory=dict_row) as connection:
        return connection.execute(statement).fetchall()


def projects(database: Database) -> int:
    return len(asked(database, "SELECT FROM published.project_now"))


LOAD = ("load", "projects", "works.csv", "--mapping", "m.toml")


@pytest.mark.parametrize("report", [".", "nowhere/held.csv", "works.csv/held.csv", os.fsdecode(b"held\xff.csv")])
def test_a_report_that_cannot_be_written_is_told_before_anything(database: Database, run: Run, report: str) -> None:
    assert "held" in refusal(run(*LOAD, "--report", report)) or report == "."
    assert projects(database) == 0


def test_a_report_that_is_there_stays_when_the_load_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "held.csv").write_text("of yesterday")
    refusal(run("load", "projects", "none.csv", "--mapping", "m.toml", "--report", "held.csv"))
    assert (tmp_path / "held.csv").read_text() == "of yesterday"
    refusal(run("load", "projects", "none.csv", "--mapping", "m.toml", "--report", "new.csv"))
    assert not (tmp_path / "new.csv").exists()


def test_only_what_was_published_has_a_number(database: Database, run: Run) -> None:
    assert "(publication" not in run(*LOAD, "--dry-run").output
    strict = run(*LOAD, "--strict")
    assert "(publication" not in strict.output
    assert "every row must pass" in refusal(strict)
    assert "(publication 1)" in run(*LOAD).output
    assert projects(database) == 2


@pytest.mark.parametrize("words", [("load", "projects", ".", "--mapping", "m.toml"), ("inspect", ".")])
def test_a_folder_is_called_a_folder(run: Run, words: tuple[str, ...]) -> None:
    assert "is a folder" in refusal(run(*words))
    assert "is a folder" in refusal(run("load", "projects", "works.csv", "--mapping", "."))


def test_a_name_that_is_not_utf_8_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    name = os.fsdecode(b"works\xff.csv")
    (tmp_path / name).write_text(HEADER + GOOD, encoding="utf-8")
    for words in (("inspect", name), ("load", "projects", name, "--mapping", "m.toml")):
        assert "works\ufffd.csv is not UTF-8" in refusal(run(*words))


def test_a_proposal_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    assert "nowhere" in refusal(run("inspect", "works.csv", "--propose", "nowhere/m.toml"))
    assert "is not UTF-8" in refusal(run("inspect", "works.csv", "--propose", os.fsdecode(b"\xff.toml")))
    assert "is there already" in refusal(run("inspect", "works.csv", "--propose", "m.toml"))
    assert (tmp_path / "m.toml").read_text(encoding="utf-8") == MAPPING


@pytest.fixture
def wards(run: Run, tmp_path: Path) -> Run:
    """Load two wards, of the district Q, in force since 2025; further words are added."""
    facts = {"ma_so": "W1", "Tên": "Một", "name": "One", "quan": "Q", "tu": "2025-07-01", "den": None}
    other = {**facts, "ma_so": "W2", "Tên": "Hai", "name": "Two", "den": "2030-12-31"}
    path = tmp_path / "wards.geojson"
    path.write_text(collection(feature(square(), **facts), feature(square(108.3), **other)), encoding="utf-8")
    return lambda *words: run("load", "districts", "wards.geojson", "--set", "wards", *words)


CODE = ("--code-column", "ma_so")


def test_columns_that_are_said_go_over_those_guessed(database: Database, wards: Run) -> None:
    assert "Say which columns" in refusal(wards())
    assert wards(*CODE).exit_code == 0
    names = "SELECT names FROM published.district ORDER BY code LIMIT 1"
    assert asked(database, names) == [{"names": {"vi": "One"}}]
    assert wards(*CODE, "--name-column", "vi=Tên", "--name-column", "en=name").exit_code == 0
    assert asked(database, names) == [{"names": {"vi": "Một", "en": "One"}}]


@pytest.mark.parametrize(
    "option", ["--code-column", "--name-column", "--parent-column", "--valid-from-column", "--valid-to-column"]
)
def test_a_column_that_is_not_there_is_refused(wards: Run, option: str) -> None:
    value = "vi=khac" if option == "--name-column" else "khac"
    assert "no column 'khac'" in refusal(wards(*CODE, option, value))


def test_hierarchy_and_validity_are_loaded(database: Database, wards: Run) -> None:
    columns = ("--parent-column", "quan", "--valid-from-column", "tu", "--valid-to-column", "den")
    assert wards(*CODE, *columns, "--level", "2").exit_code == 0
    statement = "SELECT code, parent, level, valid_from::text, valid_to::text FROM published.district ORDER BY code"
    assert [tuple(row.values()) for row in asked(database, statement)] == [
        ("W1", "Q", 2, "2025-07-01", None),
        ("W2", "Q", 2, "2025-07-01", "2030-12-31"),
    ]


def test_a_day_that_is_none_and_a_unit_within_itself_are_refused(wards: Run) -> None:
    assert "row 1: Not a date" in refusal(wards(*CODE, "--valid-from-column", "name"))
    assert "row 1: the district W1 is its own parent" in refusal(wards(*CODE, "--parent-column", "ma_so"))
    assert "row 2: its last day" in refusal(wards(*CODE, "--valid-from-column", "den", "--valid-to-column", "tu"))


def test_what_is_not_said_of_a_known_set_stays_as_it_was(database: Database, wards: Run) -> None:
    statement = "SELECT names, valid_from::text, valid_to::text, source, licence FROM published.boundary_set"
    assert wards(*CODE).exit_code == 0
    assert asked(database, statement)[0] == {
        "names": {"vi": "wards"}, "valid_from": None, "valid_to": None, "source": None, "licence": None
    }  # fmt: skip
    said = {"--name": "vi=Phường", "--valid-from": "2025-07-01", "--source": "GSO", "--licence": "CC0-1.0"}
    assert wards(*CODE, *(word for option in said.items() for word in option)).exit_code == 0
    assert wards(*CODE, "--valid-to", "2031-01-01").exit_code == 0
    assert list(asked(database, statement)[0].values()) == [
        {"vi": "Phường"}, "2025-07-01", "2031-01-01", "GSO", "CC0-1.0"
    ]  # fmt: skip
