"""Real files all the way into the database, and once more: nothing changes."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from data.districts import read_districts
from data.loading import load_projects
from data.mapping import load_mapping
from data.policy import load_policy
from geo.boundaries import BoundarySet
from geo.publishing import Outcome, publish_districts
from tests.data.builders import city
from tests.data.real_files import FILES, MAPPINGS, RealFile
from tests.fixtures.database import Database

DANANG = city(107.0, 14.9, 113.0, 17.3)


def load(database: Database, shared: Path, file: RealFile) -> Outcome:
    with psycopg.connect(database.writer_url) as connection:
        mapping = load_mapping(MAPPINGS / f"{file.mapping}.toml")
        path = shared / "data" / file.path
        return load_projects(connection, path, mapping, city=file.where, policy=load_policy()).outcome


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_row_is_published_or_held_and_again_changes_nothing(
    database: Database, shared: Path, file: RealFile
) -> None:
    first = load(database, shared, file)
    held = sum(file.held.values())
    assert (first.rows, first.published, first.unchanged, first.held) == (file.rows, file.rows - held, 0, held)
    assert first.versions == file.projects
    assert held <= 0.03 * file.rows
    again = load(database, shared, file)
    assert (again.published, again.unchanged, again.held, again.publication) == (0, file.rows - held, held, None)
    with psycopg.connect(database.reader_url) as connection:
        row = connection.execute(
            "SELECT count(*), count(*) FILTER (WHERE version > 1) FROM published.project_now"
        ).fetchone()
    assert row == (file.projects, 0)


def test_a_new_edition_continues_the_works_of_the_old_one(database: Database, shared: Path) -> None:
    for edition in (file for file in FILES if "buenos-aires" in file.mapping):
        load(database, shared, edition)
    with psycopg.connect(database.reader_url) as connection:
        row = connection.execute("SELECT count(*) FROM published.project_now WHERE version = 2").fetchone()
    assert row is not None
    assert row[0] > 500


def test_the_same_works_are_found_in_old_and_new_districts(database: Database, shared: Path) -> None:
    folders = {
        "old": "vn-danang-districts-pre2025/danang_districts_pre2025_dvhcvn_gpl3.geojson",
        "new": "vn-danang-wards-2025/danang_wards_2025_simplified.geojson",
    }
    with psycopg.connect(database.writer_url) as connection:
        for code, path in folders.items():
            found = read_districts(shared / "data" / path, DANANG)
            publish_districts(connection, BoundarySet(code=code, names={"vi": code}), found.districts)
    with psycopg.connect(database.reader_url) as connection:
        counts = connection.execute(
            "SELECT set_code, count(*) FROM published.district GROUP BY 1 ORDER BY 1"
        ).fetchall()
    assert counts == [("new", 94), ("old", 8)]
