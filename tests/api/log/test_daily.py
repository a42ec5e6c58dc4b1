"""The log is signed by itself, by a process that serves nobody; one that serves refuses to start if it could sign."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from api.cli import serving
from api.cli.log import signing
from api.settings import Settings, load_settings
from data.log.keyfiles import write_key
from geo.errors import BadInput
from geo.log.keys import Algorithm, new_signer
from geo.store.urls import Login, Logins
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.program import command, environment
from tests.fixtures.waiting import until


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ALLIMI_LOG_KEY_FILE", str(tmp_path / "log.key"))
    monkeypatch.setattr(signing, "LOOK_SECONDS", 0.05)
    return load_settings()


def sizes(database: Database) -> list[int]:
    with psycopg.connect(database.reader_url) as reader:
        return [row[0] for row in reader.execute("SELECT tree_size FROM published.checkpoint ORDER BY number")]


def wait_for(database: Database, expected: list[int]) -> None:
    until(lambda: sizes(database) == expected, 20)


def test_what_is_new_is_signed_once_a_day(settings: Settings, database: Database, tmp_path: Path) -> None:
    write_key(tmp_path / "log.key", new_signer("allimi.example/log", Algorithm.LOG))
    publish(database.writer_url, [project("P1")])
    with signing.signed_daily(settings, Login(database.writer_url)):
        wait_for(database, [3])
        publish(database.writer_url, [project("P2")])
        time.sleep(0.3)
        assert sizes(database) == [3]
    with signing.signed_daily(settings, Login(database.writer_url)):
        wait_for(database, [3, 4])


def test_a_database_that_is_away_is_asked_again(settings: Settings, tmp_path: Path) -> None:
    write_key(tmp_path / "log.key", new_signer("allimi.example/log", Algorithm.LOG))
    with signing.signed_daily(settings, Login("postgresql://nobody@/nothing?host=/nowhere")):
        time.sleep(0.2)


def test_a_program_that_publishes_refuses_a_key_that_is_not_there(settings: Settings, database: Database) -> None:
    logins = Logins(owner=None, writer=Login(database.writer_url), readers=(Login(database.reader_url),))
    with pytest.raises(BadInput, match="cannot be read"), serving._signing(settings, logins):
        pass


@pytest.mark.parametrize("public", [True, False])
def test_a_program_that_serves_does_not_start_where_it_can_read_the_key(
    settings: Settings, tmp_path: Path, public: bool
) -> None:
    write_key(tmp_path / "log.key", new_signer("allimi.example/log", Algorithm.LOG))
    with pytest.raises(BadInput, match="Run it as another user"):
        serving.serve(public=public)


def test_the_program_that_signs_ends_when_it_is_told_to(settings: Settings, database: Database, tmp_path: Path) -> None:
    write_key(tmp_path / "log.key", new_signer("allimi.example/log", Algorithm.LOG))
    publish(database.writer_url, [project("P1")])
    urls = {"ALLIMI_WRITE_URL": database.writer_url, "ALLIMI_READ_URLS": database.reader_url}
    told = environment(**urls, ALLIMI_LOG_KEY_FILE=str(tmp_path / "log.key"))
    with subprocess.Popen(command("checkpoint", "--daily"), env=told, cwd=tmp_path) as signer:
        try:
            wait_for(database, [3])
        finally:
            signer.terminate()
        assert signer.wait(20) == 0
