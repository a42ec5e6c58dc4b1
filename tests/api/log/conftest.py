from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from api.cli.program import program
from data.cities import load_city
from data.sample.loading import load_sample
from geo.log.keys import Algorithm, Signer
from geo.log.signing import sign
from geo.publishing import purge
from tests.api.log.commanding import NAME, Run, done
from tests.builders import ACROSS, project, publish, vnd
from tests.fixtures.database import Database
from tests.fixtures.site import TODAY, Site, serving

KEY = Signer("allimi.example/log", Algorithm.LOG, bytes(range(32)))


@pytest.fixture(scope="package")
def key() -> Signer:
    return KEY


@pytest.fixture(scope="module")
def logged_site(module_database: Database) -> Iterator[Site]:
    """A site with 60 sample works, a checkpoint over them, and one work that came after it; tests only read."""
    with psycopg.connect(module_database.writer_url) as connection:
        load_sample(connection, load_city(), today=TODAY, count=60)
        sign(connection, [KEY])
    publish(module_database.writer_url, [project("LATER")])
    with serving(module_database) as running:
        yield running


@pytest.fixture
def run(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder; what it raises for people stands in the result."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALLIMI_DATABASE_URL", database.url)
    monkeypatch.setenv("ALLIMI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ALLIMI_LOG_KEY_FILE", str(tmp_path / "log.key"))
    return lambda *words: CliRunner().invoke(program(words), words)


@pytest.fixture
def signed(run: Run, database: Database) -> Run:
    """Three works, of which one has two versions and one is partly purged, under a checkpoint kept as `kept.txt`."""
    publish(database.writer_url, [project(f"P{n}", footprint=ACROSS, budget=vnd("12345678901.25")) for n in (1, 2, 3)])
    publish(database.writer_url, [project("P2", contractor="Công ty Ba")])
    with psycopg.connect(database.writer_url) as writer:
        purge(writer, {("P2", 1): ["budget"]}, ground="Law 91/2025", decided_by="Board")
    done(run("log-key", "log.key", NAME))
    Path("kept.txt").write_text(done(run("checkpoint")), "utf-8")
    return run


@pytest.fixture
def site(database: Database) -> Iterator[Site]:
    with serving(database) as running:
        yield running
