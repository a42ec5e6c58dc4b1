"""F19: a migration that is killed half-way has changed nothing; the next one goes through, and readers do not wait."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from alembic import command
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from geo.details import details
from geo.log.auditing import audit
from geo.store.fingerprints import snapshot
from geo.store.migrating import check, config, migrate
from geo.store.revision import head
from tests.builders import ACROSS, EVERY_SECTION, project, publish, publish_two_districts
from tests.fixtures import program
from tests.fixtures.database import Database

COUNTED = "SELECT count(*) FROM published.project_now"
BEFORE = "0004"
"""The migration before details, log, intake, history and disclosure came."""


WAIT = 1.0
"""Seconds that a read may wait."""


@pytest.fixture
def old(database: Database) -> Database:
    """A database of an old program, with works."""
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project(f"P{n}", footprint=ACROSS) for n in range(50)])
    take_back(database)
    return database


def take_back(database: Database) -> None:
    engine = create_engine(make_url(database.url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.connect() as connection:
        command.downgrade(config(connection), BEFORE)
        connection.commit()


@contextmanager
def migrating(database: Database, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    settings = program.environment(ALLIMI_DATABASE_URL=database.url, ALLIMI_DATA_DIR=str(folder))
    with subprocess.Popen(program.command("migrate"), env=settings, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


CHANGING = """
SELECT count(DISTINCT pid) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND locktype = 'relation'
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
"""Sessions that are changing tables just now."""


def until(count: int, database: Database) -> None:
    deadline = time.monotonic() + 60
    with psycopg.connect(database.url, autocommit=True) as owner:
        while owner.execute(CHANGING).fetchone() != (count,):
            assert time.monotonic() < deadline
            time.sleep(0.01)


def read(database: Database) -> float:
    """Read what is published; gives the seconds."""
    with psycopg.connect(database.reader_url, autocommit=True) as reader:
        began = time.monotonic()
        assert reader.execute(COUNTED).fetchone() == (50,)
        return time.monotonic() - began


def killed(database: Database, folder: Path) -> tuple[tuple[str | None, object], tuple[str | None, object]]:
    """Kill a migration where it waits for somebody; gives the migration and all that is stored before and after."""
    with snapshot(database.url) as seen:
        before = (seen.migration(), seen.fingerprints())
    with migrating(database, folder) as process, psycopg.connect(database.reader_url) as reader:
        reader.execute("SELECT FROM published.project_brief LIMIT 1")  # which is changed behind the versions
        until(1, database)
        process.kill()
    until(0, database)
    with snapshot(database.url) as seen:
        return before, (seen.migration(), seen.fingerprints())


def test_a_migration_killed_half_way_has_changed_nothing_and_the_next_goes_through(
    old: Database, tmp_path: Path
) -> None:
    before, after = killed(old, tmp_path)
    assert after == before
    waits = [read(old)]
    with migrating(old, tmp_path) as process:
        while process.poll() is None:
            waits.append(read(old))
            time.sleep(0.02)
        assert process.returncode == 0
    assert max(waits) < WAIT
    check(old.url)
    assert publish(old.writer_url, [project("P1", details=details(EVERY_SECTION))]).versions == 1
    with psycopg.connect(old.url) as owner:
        assert owner.execute("SELECT version_num FROM public.alembic_version").fetchone() == (head(),)
        assert list(audit(owner, [])) == []
    migrate(old.url)
