"""`allimi republish`, with the files that held what is withheld now; and what the running program does each day."""

from __future__ import annotations

import subprocess
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import psycopg
import pytest

from data.cities import load_city
from data.policy import DEFAULT_POLICY, Policy
from data.republishing import republish as apply
from tests.api.downloads.conftest import fetched
from tests.builders import project, publish
from tests.disclosure.writing import TODAY, rule
from tests.fixtures.database import Database
from tests.fixtures.program import command, environment
from tests.fixtures.site import serving

NO_ADDRESS = DEFAULT_POLICY.read_text("utf-8").replace('address.disclosure = "public"', f"address = {rule('withheld')}")


def republish(database: Database, folder: Path, *arguments: str) -> str:
    policy = folder / "policy.toml"
    policy.write_text(NO_ADDRESS, "utf-8")
    settings = environment(
        ALLIMI_DATABASE_URL=database.url, ALLIMI_DATA_DIR=str(folder / "data"), ALLIMI_POLICY=str(policy)
    )
    words = command("republish", *arguments)
    done = subprocess.run(words, env=settings, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_dry_run_says_what_would_change_and_changes_nothing(database: Database, tmp_path: Path) -> None:
    publish(database.writer_url, [project("P1", address="5 Lê Lợi")])
    for _ in range(2):
        assert "1 new versions" in republish(database, tmp_path, "--dry-run")


def test_files_that_held_it_are_listed_and_built_anew(database: Database, tmp_path: Path) -> None:
    publish(database.writer_url, [project("P1", address="5 Lê Lợi")])
    with serving(database, data_dir=tmp_path / "data") as site:
        old = fetched(site, "/downloads/projects.csv")
        assert "Lê Lợi" in old.text
        said = republish(database, tmp_path)
        assert "1 new versions, 0 of them withdrawals, and 1 versions purged" in said
        assert "1 files were withdrawn" in said
        listed = site.json("/downloads/withdrawn")["withdrawn"]
        assert [one["reason"] for one in listed] == ["A ground"]
        assert "Lê Lợi" not in fetched(site, "/downloads/1/projects.csv").text
        assert "Lê Lợi" not in fetched(site, "/downloads/projects.csv").text
        assert isinstance(old, httpx.Response)


def test_files_that_a_run_left_behind_that_was_killed_go_with_the_next_one(database: Database, tmp_path: Path) -> None:
    publish(database.writer_url, [project("P1", address="5 Lê Lợi")])
    with serving(database, data_dir=tmp_path / "data") as site:
        fetched(site, "/downloads/projects.csv")
        with psycopg.connect(database.writer_url) as connection:
            assert apply(connection, load_city(), Policy(**tomllib.loads(NO_ADDRESS)), today=TODAY).purged == 1
        assert "Lê Lợi" in fetched(site, "/downloads/1/projects.csv").text
        assert "1 files were withdrawn" in republish(database, tmp_path)
        assert "Lê Lợi" not in fetched(site, "/downloads/1/projects.csv").text
        assert "withdrawn" not in republish(database, tmp_path).partition("purged")[2]


@pytest.mark.parametrize(("hour", "hours"), [(0, 24), (23, 1)])
def test_the_next_day_begins_a_minute_after_midnight(hour: int, hours: int) -> None:
    from api.cli.daily import until_tomorrow  # noqa: PLC0415

    assert until_tomorrow(datetime(2026, 6, 15, hour, tzinfo=UTC)) == timedelta(hours=hours, minutes=1)
