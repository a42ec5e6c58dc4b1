"""A backup is one state of the database, whatever is published meanwhile; restored, every table is what it was."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from typer.testing import CliRunner

from api.cli.program import program
from data.backup import backup, read_manifest
from geo.cluster import Cluster
from geo.errors import BadInput, Conflict, StoreUnavailable
from geo.store.fingerprints import snapshot
from tests.api.backup.conftest import read, write
from tests.builders import project, publish
from tests.fixtures.database import Database, drop_database
from tests.fixtures.waiting import until


def test_restored_elsewhere_every_table_is_the_same(filled: Database, other: Database, file: Path) -> None:
    manifest = read(other.url, file)
    with snapshot(filled.url) as before, snapshot(other.url) as after:
        assert before.fingerprints() == after.fingerprints() == manifest.tables
    assert manifest.tables["published.project_version"].rows == 21
    assert manifest.tables["intake.submission"].rows == 21


def test_restored_into_a_database_that_was_never_migrated(cluster: Cluster, file: Path) -> None:
    cluster.create_database("bare")
    try:
        read(cluster.url("bare"), file)
        publish(cluster.url("bare", user="allimi_writer"), [project("new")])
    finally:
        drop_database(cluster, "bare")


def test_after_a_restore_the_logins_and_guards_are_as_before(other: Database, file: Path) -> None:
    read(other.url, file)
    assert publish(other.writer_url, [project("P1", contractor="Công ty Bốn")]).versions == 1
    with psycopg.connect(other.reader_url) as reader:
        assert reader.execute("SELECT count(*) FROM published.project_now").fetchone() == (20,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute("SELECT FROM intake.load")
    with psycopg.connect(other.url) as owner, pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        owner.execute("DELETE FROM published.project_version")


def test_a_backup_under_load_is_one_state(filled: Database, other: Database, tmp_path: Path) -> None:
    stop = threading.Event()
    published: list[int] = []

    def publish_on() -> None:
        while not stop.is_set():
            number = publish(filled.writer_url, [project(f"P{n}", contractor=str(len(published))) for n in range(9)])
            published.append(number.publication or 0)

    writer = threading.Thread(target=publish_on)
    writer.start()
    until(lambda: len(published) >= 3)
    manifest = write(filled, tmp_path / "b")
    stop.set()
    writer.join()
    assert 3 <= manifest.publication < published[-1]
    read(other.url, tmp_path / "b")
    with psycopg.connect(other.reader_url) as reader:
        versions, open_ones, last = reader.execute(
            "SELECT count(*), count(*) FILTER (WHERE upper_inf(published)), max(publication) "
            "FROM published.project_version"
        ).fetchone() or (0, 0, 0)
    assert last == manifest.publication
    assert open_ones == 20
    assert versions == manifest.tables["published.project_version"].rows == 21 + 9 * (last - 3)


def test_a_file_that_is_there_is_not_overwritten(filled: Database, file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(Conflict, match="--force"):
        write(filled, file)
    assert file.read_bytes() == before
    publish(filled.writer_url, [project("later")])
    assert write(filled, file, replace=True).publication == 4
    assert file.read_bytes() != before


def test_a_backup_that_fails_leaves_no_file(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bin"
    broken.mkdir()
    (broken / "pg_dump").write_text(
        "#!/bin/sh\n[ $1 = --version ] && echo 'pg_dump (PostgreSQL) 99.1' && exit\n"
        "echo half; echo error: out >&2; exit 1"
    )
    (broken / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(broken))
    with pytest.raises(StoreUnavailable, match="pg_dump failed: error: out"):
        write(database, tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_nobody_else_may_read_a_backup(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("place", ["", "no/such/folder/b", "."])
def test_a_place_that_takes_no_file_is_refused(filled: Database, tmp_path: Path, place: str) -> None:
    with pytest.raises(BadInput):
        write(filled, tmp_path / place)


def test_a_changed_cell_changes_the_fingerprint(filled: Database) -> None:
    with snapshot(filled.url) as before, psycopg.connect(filled.url) as owner:
        owner.execute("UPDATE intake.submission SET payload = payload || '{\"a\": null}' WHERE row_number = 1")
        owner.commit()
        with snapshot(filled.url) as after:
            changed = {name for name, found in after.fingerprints().items() if found != before.fingerprints()[name]}
    assert changed == {"intake.submission"}


def test_the_password_is_on_no_command_line(
    filled: Database, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = tmp_path / "pg_dump"
    client.write_text(
        "#!/bin/sh\n[ $1 = --version ] && echo 'pg_dump (PostgreSQL) 99.1' && exit\n"
        f'echo "$@" >{tmp_path}/seen; echo "$PGPASSWORD" >{tmp_path}/password'
    )
    client.chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    backup(
        filled.url.replace("allimi@", "allimi:geh%20eim@"),
        tmp_path / "b",
        replace=False,
        version="t",
        say=lambda _: None,
    )
    assert "geh" not in (tmp_path / "seen").read_text()
    assert "--no-password" in (tmp_path / "seen").read_text()
    assert (tmp_path / "password").read_text() == "geh eim\n"


def test_a_database_that_was_never_migrated_has_no_backup(cluster: Cluster, tmp_path: Path) -> None:
    cluster.create_database("bare")
    try:
        with pytest.raises(BadInput, match="nothing to back up"):
            backup(cluster.url("bare"), tmp_path / "b", replace=False, version="t", say=lambda _: None)
    finally:
        drop_database(cluster, "bare")


def test_another_owner_may_restore_it(cluster: Cluster, file: Path) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as administrator:
        administrator.execute("CREATE ROLE somebody LOGIN SUPERUSER")
        administrator.execute("CREATE DATABASE theirs OWNER somebody")
    try:
        read(cluster.url("theirs", user="somebody"), file)
        publish(cluster.url("theirs", user="allimi_writer"), [project("new")])
    finally:
        drop_database(cluster, "theirs")
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as administrator:
            for role in ("allimi_reader", "allimi_writer"):
                statement = sql.SQL("REVOKE {} FROM somebody").format(sql.Identifier(role))
                administrator.execute(statement)
            administrator.execute("DROP ROLE somebody")


def test_the_manifest_can_be_read_by_itself(file: Path) -> None:
    manifest = read_manifest(file)
    assert (manifest.program, manifest.publication) == ("test", 3)
    assert manifest.tables["published.district"].rows == 2


def test_the_commands_say_what_they_did(filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIMI_DATABASE_URL", filled.url)
    path = tmp_path / "city"
    done = CliRunner().invoke(program(["backup"]), ["backup", str(path)])
    assert (done.exit_code, str(path) in done.stdout) == (0, True), done.output
    refused = CliRunner().invoke(program(["restore"]), ["restore", str(path)])
    assert isinstance(refused.exception, Conflict)
    done = CliRunner().invoke(program(["restore"]), ["restore", "--force", str(path)])
    assert done.exit_code == 0, done.output
    assert "Restored and compared" in done.stdout
    monkeypatch.delenv("ALLIMI_DATABASE_URL")
    monkeypatch.setenv("ALLIMI_READ_URLS", filled.reader_url)
    refused = CliRunner().invoke(program(["backup"]), ["backup", str(tmp_path / "other")])
    assert "ALLIMI_DATABASE_URL" in str(refused.exception)
