"""What waited is published each day by the policy that the program has read, while no other one was applied."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg
import pytest

from api.cli.daily import Duty, duties
from api.settings import Settings
from data.cities import load_city
from data.intake.policies import digest_of
from data.policy import load_policy
from data.republishing import republish
from geo.errors import SchemaMismatch
from geo.store.urls import Login, Logins
from tests.disclosure.republishing import FACTS, WORK, load, versions
from tests.disclosure.writing import TODAY, rule
from tests.fixtures.database import Database

DUE = date(2026, 7, 1)
WAITS = rule("delayed", f"until = {DUE}")


def written(file: Path, **rules: str) -> Path:
    """A policy as a file; what it does not name is withheld."""
    lines = [
        f"{name} = {told}" for name, told in {**dict.fromkeys(FACTS, '{ disclosure = "public" }'), **rules}.items()
    ]
    file.write_text("\n".join(['title = "A test\'s policy"', "[fields]", *lines]), "utf-8")
    return file


def daily(database: Database, file: Path) -> Duty:
    """What a program that starts now with this policy does each day."""
    logins = Logins(owner=None, writer=Login(database.writer_url), readers=(Login(database.reader_url),))
    (duty,) = duties(Settings(policy=file, data_dir=file.parent), load_city(), logins).values()
    return duty


def test_an_edited_policy_that_was_not_applied_publishes_nothing(database: Database, tmp_path: Path) -> None:
    file = written(tmp_path / "policy.toml", address=WAITS, supervisor=rule("withheld"))
    load(database, tmp_path, load_policy(file), WORK)
    publish = daily(database, file)
    written(file, address=WAITS, supervisor='{ disclosure = "public" }')
    publish(DUE)
    assert versions(database, "address", "supervisor") == [(None, None), (WORK["address"], None)]


def test_a_half_written_policy_does_not_keep_what_is_due(database: Database, tmp_path: Path) -> None:
    file = written(tmp_path / "policy.toml", address=WAITS)
    load(database, tmp_path, load_policy(file), WORK)
    publish = daily(database, file)
    file.write_text("title = ", "utf-8")
    publish(DUE)
    assert versions(database, "address")[-1] == (WORK["address"],)


def test_a_program_that_has_read_another_policy_than_was_applied_last_publishes_nothing(
    database: Database, tmp_path: Path
) -> None:
    file = written(tmp_path / "policy.toml", address=WAITS, supervisor='{ disclosure = "public" }')
    load(database, tmp_path, load_policy(file), WORK)
    publish = daily(database, file)
    stricter = written(tmp_path / "stricter.toml", address=WAITS, supervisor=rule("withheld"))
    with psycopg.connect(database.writer_url) as connection:
        rules, digest = load_policy(stricter), digest_of(stricter)
        assert republish(connection, load_city(), rules, today=TODAY, digest=digest).purged == 1
    with pytest.raises(SchemaMismatch, match="started again"):
        publish(DUE)
    assert {told for (told,) in versions(database, "supervisor")} == {None}
    daily(database, stricter)(DUE)
    assert versions(database, "address", "supervisor")[-1] == (WORK["address"], None)
