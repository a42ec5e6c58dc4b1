"""`allimi doctor` says what is missing, and the command that mends it."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from api.checkup.finding import Finding, State
from api.cli.doctor import examined
from api.cli.program import main, program
from api.settings import Settings
from geo.cluster import Cluster
from geo.errors import LibraryTooOld
from geo.store.connecting import publishing
from geo.store.urls import Login
from tests.fixtures.database import Database, drop_database


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ALLIMI_{name.upper()}", raising=False)
    monkeypatch.setenv("ALLIMI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ALLIMI_PORT", "0")


def found(name: str) -> Finding:
    (finding,) = [finding for finding in examined() if finding.name == name]
    return finding


def test_a_machine_with_everything_can_run_it() -> None:
    done = CliRunner().invoke(program(["doctor"]), ["doctor"])
    assert done.exit_code == 0, done.output
    assert "PostgreSQL" in done.output
    assert "✗" not in done.output


def test_for_programs_it_is_json() -> None:
    told = json.loads(CliRunner().invoke(program(["doctor"]), ["doctor", "--json"]).stdout)
    assert told["can_run"] is True
    assert {"name", "state", "seen", "mend"} == set(told["findings"][0])


def test_whatever_is_missing_comes_with_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIMI_CITY", "/nowhere/city.toml")
    monkeypatch.setenv("ALLIMI_DATABASE_URL", "postgresql://owner:geheim@127.0.0.1:1/x")
    done = CliRunner().invoke(program(["doctor"]), ["doctor"])
    assert done.exit_code == 1
    assert "geheim" not in done.output
    for finding in examined():
        assert bool(finding.mend) == (finding.state is not State.OK)


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIMI_PORT", "many")
    assert found("Settings").mend == "unset ALLIMI_PORT"


def test_no_postgresql(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    assert found("PostgreSQL").state is State.MISSING
    assert "install" in (found("PostgreSQL").mend or "")
    assert found("Backup").state is State.LACKING


@pytest.mark.usefixtures("log")  # the program sets up its own
def test_a_libpq_that_is_too_old_is_told_and_nothing_is_written_over_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database: Database
) -> None:
    assert found("libpq").state is State.OK
    monkeypatch.setattr(type(psycopg.capabilities), "has_stream_chunked", lambda _: False)
    assert found("libpq").state is State.MISSING
    with pytest.raises(LibraryTooOld, match="needs 17 or newer"), publishing(Login(database.writer_url)):
        pass
    monkeypatch.setenv("ALLIMI_DATABASE_URL", database.url)
    monkeypatch.setattr(sys, "argv", ["allimi", "republish"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, "needs 17 or newer" in capsys.readouterr().err) == (3, True)


def test_with_an_outside_database_no_server_is_needed(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    monkeypatch.setenv("ALLIMI_DATABASE_URL", database.url)
    assert "PostgreSQL" not in {finding.name for finding in examined()}


def test_a_data_folder_of_another_major_version(tmp_path: Path) -> None:
    (tmp_path / "data" / "pg").mkdir(parents=True)
    (tmp_path / "data" / "pg" / "PG_VERSION").write_text("9\n")
    assert found("PostgreSQL").mend == "apt-get install -y postgresql-9 postgresql-9-postgis-3"


def test_a_port_that_another_program_has(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("ALLIMI_PORT", str(port))
        assert (found("Port").state, found("Port").mend) == (State.MISSING, f"export ALLIMI_PORT={port + 1}")


@pytest.mark.parametrize("variable", ["ALLIMI_CITY", "ALLIMI_POLICY"])
def test_a_file_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str) -> None:
    (tmp_path / "bad.toml").write_text("a = = b")
    monkeypatch.setenv(variable, str(tmp_path / "bad.toml"))
    assert found(variable.removeprefix("ALLIMI_").title()).state is State.MISSING


def test_a_private_database_that_runs_is_looked_at(monkeypatch: pytest.MonkeyPatch, cluster: Cluster) -> None:
    monkeypatch.setenv("ALLIMI_DATA_DIR", str(cluster.data_dir))
    assert found("Database").seen.endswith("answers")


def test_a_migrated_database_is_in_order(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    monkeypatch.setenv("ALLIMI_DATABASE_URL", database.url)
    for name in ("Database", "Extensions", "Roles", "Migration", "Reader", "Writer"):
        assert found(name).state is State.OK, found(name)


def test_the_owner_migrates_an_empty_database_by_itself(monkeypatch: pytest.MonkeyPatch, cluster: Cluster) -> None:
    cluster.create_database("bare")
    try:
        monkeypatch.setenv("ALLIMI_DATABASE_URL", cluster.url("bare"))
        assert found("Migration").state is State.LACKING
        monkeypatch.delenv("ALLIMI_DATABASE_URL")
        monkeypatch.setenv("ALLIMI_READ_URLS", cluster.url("bare", user="allimi_reader"))
        assert found("Migration").state is State.MISSING
    finally:
        drop_database(cluster, "bare")


def test_a_newer_database(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    with psycopg.connect(database.url) as owner:
        owner.execute("UPDATE public.alembic_version SET version_num = '9999'")
    monkeypatch.setenv("ALLIMI_DATABASE_URL", database.url)
    assert found("Migration").seen == "9999 is of a newer program"


def test_a_reader_whom_postgis_tells_where_plans_lie(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    """So it is where another login has made the extension: who migrates cannot take it from everybody."""
    monkeypatch.setenv("ALLIMI_DATABASE_URL", database.url)
    with psycopg.connect(database.url) as owner:
        owner.execute("GRANT EXECUTE ON FUNCTION _postgis_stats(regclass, text, text) TO PUBLIC")
    assert found("Reader").state is State.LACKING
    mend = (found("Reader").mend or "").split('"')[1]
    with psycopg.connect(database.url) as owner:
        owner.execute(mend.encode())
    assert found("Reader").state is State.OK


def test_a_reader_that_may_write(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    monkeypatch.setenv("ALLIMI_READ_URLS", database.writer_url)
    assert found("Reader").state is State.MISSING
    assert "more than read" in found("Reader").seen
