"""Readers go on while a database is migrated: nobody waits for a lock for more than a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
import pytest
from alembic import command
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.pool import NullPool

from geo.details import details
from geo.store.migrating import LOCK_SECONDS, config, migrate
from geo.store.revision import head, revisions
from tests.builders import ACROSS, EVERY_SECTION, project, publish, publish_two_districts
from tests.fixtures.database import Database

FIRST = "0004"
"""The migrations after this one let readers go on; docs/deploy.md names those before."""
BEFORE = "0027"
WORKS = 50
LONGEST = 0.5
"""Seconds that a read may wait beside a migration of 10,000 works."""
TABLES = """
SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'published' AND c.relkind = 'r' AND has_table_privilege('allimi_reader', c.oid, 'SELECT')
ORDER BY 1
"""
OF_PROJECTS = """
SELECT a.attrelid::regclass::text FROM pg_attribute AS a
WHERE a.attname = 'project_id' AND a.attrelid = ANY (
    SELECT i.indrelid FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
    WHERE i.indisprimary AND c.relnamespace = 'published'::regnamespace AND a.attnum = ANY (i.indkey)
)
"""
"""Tables of whose primary key the id of a project is a part."""


@dataclass
class Reader:
    """Reads every table that readers may read, one after the other, until it is stopped; notes the longest wait."""

    url: str
    longest: float = 0.0
    table: str = ""
    faults: list[str] = field(default_factory=list)

    def read(self, stopped: threading.Event) -> None:
        with psycopg.connect(self.url, autocommit=True) as session:
            while not stopped.wait(0.005):
                for (table,) in session.execute(TABLES).fetchall():
                    self._read(session, table)

    def _read(self, session: psycopg.Connection, table: str) -> None:
        began = time.monotonic()
        try:
            session.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(sql.Identifier("published", table)))
        except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
            return  # it was made or taken away just now
        except psycopg.Error as fault:
            self.faults.append(f"{table}: {fault}")
        if time.monotonic() - began > self.longest:
            self.longest, self.table = time.monotonic() - began, table


@contextmanager
def reading(database: Database) -> Iterator[Reader]:
    """A reader at work."""
    reader, stopped = Reader(database.reader_url), threading.Event()
    thread = threading.Thread(target=reader.read, args=(stopped,))
    thread.start()
    try:
        yield reader
    finally:
        stopped.set()
        thread.join()
    assert reader.faults == []


@contextmanager
def connected(database: Database) -> Iterator[Connection]:
    engine = create_engine(make_url(database.url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def moved(database: Database, revision: str, *, back: bool = False) -> None:
    """Take the database to a migration."""
    with connected(database) as connection:
        (command.downgrade if back else command.upgrade)(config(connection), revision)
        connection.commit()


def multiply(database: Database, times: int) -> None:
    """Make each work so many, in every table that has a row for a work, as the tables are at this migration."""
    with psycopg.connect(database.url) as owner:
        owner.execute("SET session_replication_role = replica")  # neither guards nor foreign keys
        for (table,) in owner.execute(OF_PROJECTS).fetchall():
            owner.execute(
                f"INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object('project_id', "
                f"t.project_id || '.' || n))).* FROM {table} AS t, generate_series(2, {times}) AS n"
            )
        (count,) = owner.execute("SELECT count(*) FROM published.project_now").fetchone() or (0,)
        assert count == WORKS * times
        owner.commit()
        owner.autocommit = True
        owner.execute("ANALYZE")


def waits(database: Database, after: str, times: int) -> dict[str, tuple[float, str]]:
    """The longest wait of a reader beside each migration after one, and the table at which it waited."""
    moved(database, after, back=True)
    multiply(database, times)
    found = {}
    for revision in revisions()[revisions().index(after) + 1 :]:
        with reading(database) as reader:
            moved(database, revision)
        found[revision] = (round(reader.longest, 2), reader.table)
    return found


@pytest.fixture
def store(database: Database) -> Database:
    publish_two_districts(database.writer_url)
    works = [project(f"P{n}", footprint=ACROSS, details=details(EVERY_SECTION)) for n in range(WORKS)]
    publish(database.writer_url, works)
    return database


@pytest.mark.parametrize(
    ("after", "times"), [(FIRST, 200), (BEFORE, 100), pytest.param("0002", 2_000, marks=pytest.mark.slow)]
)
def test_no_migration_keeps_readers_waiting(store: Database, after: str, times: int) -> None:
    found = waits(store, after, times)
    print("\n".join(f"{revision}: {seconds} s, {table}" for revision, (seconds, table) in found.items()))
    assert list(found)[-1] == head()
    assert {revision: wait for revision, wait in found.items() if wait[0] > LONGEST} == {}


def test_readers_do_not_wait_behind_a_migration_that_waits_for_one_of_them(store: Database) -> None:
    moved(store, BEFORE, back=True)
    thread = threading.Thread(target=migrate, args=(store.url,))
    with psycopg.connect(store.reader_url) as long:
        long.execute("SELECT FROM published.overlap_site, published.project_version LIMIT 1")
        with reading(store) as reader:
            thread.start()
            time.sleep(2)
            assert thread.is_alive()
    thread.join(30)
    assert not thread.is_alive()
    assert reader.longest < LOCK_SECONDS + LONGEST
