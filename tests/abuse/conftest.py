"""The site under abuse: the program in a process of its own, with works in its database, watched all the while."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from shapely import LineString

from geo.cluster import Cluster
from geo.project import Project
from tests.abuse.asking import Abused, Watch
from tests.builders import project, publish
from tests.fixtures.database import Database, copy_of
from tests.fixtures.program import program

WORKS = 4_000


@pytest.fixture(scope="session")
def filled(cluster: Cluster, sample_city: str) -> Iterator[Database]:
    """A database with the sample city, some thousand generated works, and one that begins a formula; only read."""
    with copy_of(sample_city, cluster) as database:
        works = [*(_work(number) for number in range(WORKS)), *_formulas()]
        publish(database.writer_url, works, compares=False)
        yield database


@pytest.fixture(scope="package")
def abused(filled: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Abused]:
    """The program, which every test of this folder asks; its limits of time are short, so that tests are too."""
    folder = tmp_path_factory.mktemp("abused")
    settings = {
        "ALLIMI_DATABASE_URL": filled.url,
        "ALLIMI_DATA_DIR": str(folder),
        "ALLIMI_HEAD_TIMEOUT": "4",
        "ALLIMI_WRITE_TIMEOUT": "3",
    }
    with program("serve", log=folder / "log", **settings) as running, Watch(running.url, folder / "watch") as watch:
        yield Abused(running.url, running.process.pid, filled, folder / "log", watch)


@pytest.fixture
def log(abused: Abused) -> Path:
    """The program's log."""
    return abused.log


def _work(number: int) -> Project:
    east, north = 108.0 + number % 64 * 0.005, 16.0 + number // 64 * 0.005
    line = LineString([(east + step * 0.00004, north + step % 3 * 0.0003) for step in range(200)])
    return project(f"GEN-{number:05}", footprint=line)


def _formulas() -> Iterator[Project]:
    for number, first in enumerate("=+-@\t\r"):
        yield project(f"FORMULA-{number}", titles={"vi": f"{first}HYPERLINK(1)"})
