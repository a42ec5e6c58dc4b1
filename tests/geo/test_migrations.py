from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from geo.cluster import Cluster
from geo.codes import Status
from geo.errors import SchemaMismatch, StoreUnavailable
from geo.log.auditing import audit
from geo.publishing import purge
from geo.store.migrating import check, config, migrate
from geo.store.revision import SCRIPTS, bring_up_to_date, current, head, revisions
from geo.values import Progress
from tests.builders import ACROSS, project, publish, publish_two_districts, vnd
from tests.fixtures.database import Database, drop_database
from tests.geo.log.whole_city import build


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
        "UPDATE published.project_version SET agency = 'x'",
        "TRUNCATE published.project_version CASCADE",
        "DELETE FROM published.progress_report",
        "UPDATE published.publication SET versions = 0",
        "DELETE FROM intake.submission",
    ],
)
def test_the_writer_cannot_rewrite_history(database: Database, statement: str) -> None:
    with psycopg.connect(database.writer_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


KEPT = (
    "SELECT project_id, version, feature_text, feature_hash, details, purged, end_shift_days, extension_count, "
    "cost_growth, progress_gap FROM published.project_version ORDER BY 1, 2",
    "SELECT b.* FROM published.project_brief AS b ORDER BY project_id",
    "SELECT t.* FROM published.project_tally AS t WHERE projects <> 0 ORDER BY 1, 2, 3, 4",
    "SELECT d.* FROM published.project_delay AS d WHERE works <> 0 ORDER BY 1, 2, 3, 4",
)


@pytest.mark.parametrize("revision", ["0002", "0003", "0004"])
def test_migrating_a_store_that_has_works_keeps_them_and_tells_their_delays(database: Database, revision: str) -> None:
    work = project(
        "P1", status=Status.IMPLEMENTATION, footprint=ACROSS, planned_end=date(2026, 3, 31), budget=vnd(100),
        progress=Progress(Decimal("0.5"), Decimal("0.25")),
    )  # fmt: skip
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [work, project("P2")])
    publish(database.writer_url, [replace(work, planned_end=date(2027, 1, 15), budget=vnd(150))])
    with psycopg.connect(database.url) as connection:
        before = [connection.execute(statement).fetchall() for statement in KEPT]
    downgrade(database, revision)
    migrate(database.url)
    with psycopg.connect(database.url) as connection:
        assert [connection.execute(statement).fetchall() for statement in KEPT] == before
    assert before[0][1][4:] == ({}, [], 290, 0, Decimal("0.5"), Decimal("0.25"))


def test_a_store_from_before_the_log_gets_leaves_that_verify_whatever_a_leaf_has_today(database: Database) -> None:
    publish(database.writer_url, [project(f"P{n}") for n in range(1, 6)])
    publish(database.writer_url, [project("P2", budget=vnd(1))])
    downgrade(database, "0005")
    with a_log_of_tomorrow():
        migrate(database.url)
    with psycopg.connect(database.url) as connection:
        assert list(audit(connection, [])) == []
        counted = "SELECT count(*), count(DISTINCT nonce) FROM published.log_leaf"
        assert connection.execute(counted).fetchone() == (7, 7)  # that of the agency, too


def test_a_store_from_before_records_gets_them_in_the_log(database: Database) -> None:
    build(database.writer_url)
    downgrade(database, "0029")
    with psycopg.connect(database.url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("DELETE FROM published.log_text")
        owner.execute("DELETE FROM published.checkpoint")
        owner.execute("DELETE FROM published.log_leaf WHERE kind NOT IN ('version', 'purge')")
        owner.execute("CREATE TEMPORARY TABLE kept AS SELECT l.*, row_number() OVER (ORDER BY position) - 1 AS place "
                      "FROM published.log_leaf AS l")  # fmt: skip
        owner.execute("TRUNCATE published.log_leaf, published.log_node")
        owner.execute("INSERT INTO published.log_leaf (position, publication, project_id, version, kind, hash, nonce) "
                      "SELECT place, publication, project_id, version, kind, hash, nonce FROM kept")  # fmt: skip
    migrate(database.url)
    with psycopg.connect(database.url) as connection:
        assert list(audit(connection, [])) == []
        kinds = connection.execute("SELECT array_agg(DISTINCT kind ORDER BY kind) FROM published.log_leaf").fetchone()
    assert kinds == (["purge", "record", "reports", "tombstone", "version"],)


@contextmanager
def a_log_of_tomorrow() -> Iterator[None]:
    """A log of tomorrow: what appends to it needs a column that migration 0006 does not make."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.publishing.logging.query", lambda name: f"SELECT tomorrow FROM published.log_leaf -- {name}")
        yield


def test_titles_that_were_purged_do_not_stand_in_the_way_back(database: Database) -> None:
    publish(database.writer_url, [project()])
    publish(database.writer_url, [project(budget=vnd(1))])
    with psycopg.connect(database.writer_url) as connection:
        assert purge(connection, {("P1", 1): ["titles"]}, ground="x", decided_by="y") == 1
    downgrade(database, "0012")
    migrate(database.url)
    with psycopg.connect(database.url) as connection:
        titles = connection.execute("SELECT title FROM published.project_version ORDER BY version").fetchall()
    assert titles == [("",), ("Công trình P1",)]


def downgrade(database: Database, revision: str) -> None:
    engine = create_engine(make_url(database.url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.connect() as downgrading:
        command.downgrade(config(downgrading), revision)
        downgrading.commit()


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
