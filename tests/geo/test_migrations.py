from __future__ import annotations

import psycopg
import pytest
from alembic.script import ScriptDirectory

from geo.cluster import Cluster
from geo.errors import SchemaMismatch, StoreUnavailable
from geo.store.migrating import check, migrate
from geo.store.revision import SCRIPTS, bring_up_to_date, current, head, revisions
from tests.fixtures.database import Database, drop_database


def test_the_mapped_classes_and_the_database_agree(database: Database) -> None:
    check(database.url)


def test_migrating_again_changes_nothing(database: Database) -> None:
    migrate(database.url)
    with psycopg.connect(database.url) as connection:
        assert connection.execute("SELECT version_num FROM public.alembic_version").fetchall() == [(head(),)]


def test_a_newer_database_is_refused(database: Database) -> None:
    with psycopg.connect(database.url) as connection:
        connection.execute("UPDATE public.alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaMismatch, match="9999"):
        migrate(database.url)


def test_a_database_that_does_not_answer_is_said_so() -> None:
    with pytest.raises(StoreUnavailable):
        migrate("postgresql://nobody@/nothing?host=/nowhere")


def test_the_reader_sees_only_what_is_published(database: Database) -> None:
    with psycopg.connect(database.reader_url) as connection:
        assert connection.execute("SELECT count(*) FROM published.project_now").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM intake.submission")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO published.agency VALUES ('x', '{}')",
        "DELETE FROM published.project_version",
        "UPDATE published.boundary_set SET sample = false",
        "CREATE TABLE published.mine (a int)",
        "CREATE TABLE public.mine (a int)",
    ],
)
def test_the_reader_writes_nothing(database: Database, statement: str) -> None:
    with psycopg.connect(database.reader_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM published.project_version",
        "UPDATE published.project_version SET title = 'x'",
        "TRUNCATE published.project_version CASCADE",
        "DELETE FROM published.progress_report",
        "UPDATE published.publication SET versions = 0",
        "DELETE FROM intake.submission",
    ],
)
def test_the_writer_cannot_rewrite_history(database: Database, statement: str) -> None:
    with psycopg.connect(database.writer_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_the_names_of_the_files_are_the_migrations() -> None:
    scripts = ScriptDirectory(str(SCRIPTS))
    assert head() == scripts.get_current_head()
    assert list(revisions()) == [script.revision for script in scripts.walk_revisions()][::-1]


def test_an_empty_database_is_brought_up_to_date(cluster: Cluster) -> None:
    cluster.create_database("fresh")
    bring_up_to_date(cluster.url("fresh"))
    with psycopg.connect(cluster.url("fresh")) as connection:
        assert current(connection) == head()
    drop_database(cluster, "fresh")
