"""Snapshots that stay: made by the command or after each midnight, and kept whatever is published later."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from structlog.testing import capture_logs

from api.cli.daily import each_day, keep_files
from api.settings import Settings
from data.cities import load_city
from data.exports import Shelf
from geo.store.urls import Login, Logins
from tests.api.downloads.conftest import fetched
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.program import command, environment
from tests.fixtures.site import Site, serving
from tests.fixtures.waiting import until

FEW = ("--format", "csv", "--format", "fgb")
NAMES = [*(f"{name}.csv" for name in ("agencies", "districts", "overlaps", "progress", "projects"))]
NAMES += ["districts.fgb", "overlaps.fgb", "projects.fgb"]


def snapshot(site: Site, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    settings = environment(ALLIMI_READ_URLS=site.database.reader_url, ALLIMI_DATA_DIR=str(folder))
    return subprocess.run(
        command("snapshot", *words), env=settings, capture_output=True, text=True, timeout=120, check=False
    )


def settings_of(database: Database, folder: Path, *formats: str) -> tuple[Settings, Logins]:
    """The settings of a site that makes the files of each day in these formats."""
    logins = Logins(owner=None, writer=None, readers=(Login(database.reader_url),))
    return Settings(data_dir=folder, daily_files=formats), logins


def a_day_ago(database: Database) -> None:
    """As if everything had been published the day before."""
    with psycopg.connect(database.url) as owner:
        owner.execute("UPDATE published.publication SET published_at = published_at - interval '1 day'")


def test_the_command_makes_the_files_of_a_publication_in_the_folder_of_the_site(site: Site, tmp_path: Path) -> None:
    done = snapshot(site, tmp_path, *FEW)
    assert done.returncode == 0, done.stderr
    assert "2/projects.csv: 3 features, 0.0 MB\n" in done.stdout
    assert done.stderr == ""
    told = site.json("/downloads/2")
    assert sorted(one["file"] for one in told["files"]) == sorted(NAMES)
    (listed,) = site.json("/downloads")["snapshots"]
    assert (listed["publication"], listed["kept"], listed["published"]) == (2, True, told["files"][0]["published"])
    assert "kept for good" in site.get("/en/downloads").text


def test_its_files_are_those_that_the_site_serves_and_stay_when_others_go(site: Site, tmp_path: Path) -> None:
    assert snapshot(site, tmp_path, "--format", "csv").returncode == 0
    before = site.get("/downloads/2/projects.csv")
    with serving(site.database, data_dir=tmp_path, snapshots=1) as few:
        for number in (3, 4):
            publish(site.database.writer_url, [project(f"Q{number}")])
            fetched(few, "/downloads/projects.csv")
    assert Shelf(tmp_path / "downloads").snapshots() == [4, 2]
    after = site.get("/downloads/2/projects.csv")
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])


@pytest.mark.parametrize(("words", "code"), [(("--format", "doc"), 2), (("--publication", "99"), 1)])
def test_what_there_is_not_cannot_be_kept(words: tuple[str, ...], code: int, site: Site, tmp_path: Path) -> None:
    done = snapshot(site, tmp_path, *words)
    assert (done.returncode, done.stderr.count("\n")) == (code, 1), done.stderr
    assert Shelf(tmp_path / "downloads").kept() == frozenset()


def test_after_midnight_the_files_of_the_day_before_are_made_and_kept(site: Site, tmp_path: Path) -> None:
    a_day_ago(site.database)
    publish(site.database.writer_url, [project("today")])
    settings, logins = settings_of(site.database, tmp_path, "csv")
    keep_files(settings, logins, load_city().today())
    shelf = Shelf(tmp_path / "downloads")
    assert (sorted(shelf.kept()), shelf.snapshots()) == ([2], [2])
    yesterday = (load_city().today() - timedelta(days=1)).isoformat()
    dated = site.get(f"/downloads/projects.csv?as-of={yesterday}")
    assert (dated.status_code, dated.headers["content-location"]) == (200, "/downloads/2/projects.csv")
    assert dated.headers["etag"] == f'"{site.json("/downloads/2/projects.csv.json")["sha256"]}"'


def test_the_running_program_makes_them_where_the_settings_name_formats(site: Site, tmp_path: Path) -> None:
    a_day_ago(site.database)
    shelf = Shelf(tmp_path / "downloads")
    settings, logins = settings_of(site.database, tmp_path)
    with each_day(settings, logins):
        pass
    assert shelf.kept() == frozenset()
    settings, logins = settings_of(site.database, tmp_path, "csv")
    with each_day(settings, logins):
        until(lambda: len(shelf.manifests(shelf.snapshot(2))) == 5)


def test_a_day_before_anything_was_published_has_no_files(site: Site, tmp_path: Path) -> None:
    settings, logins = settings_of(site.database, tmp_path, "csv")
    keep_files(settings, logins, load_city().today())
    assert Shelf(tmp_path / "downloads").kept() == frozenset()


def test_what_cannot_be_made_is_logged_and_tried_again(database: Database, tmp_path: Path) -> None:
    settings, _ = settings_of(database, tmp_path, "csv")
    away = Logins(owner=None, writer=None, readers=(Login("postgresql://nobody@127.0.0.1:1/none"),))
    with capture_logs() as said, each_day(settings, away):
        until(lambda: said)
    assert (said[0]["event"], said[0]["again_in_seconds"]) == ("could not make the files of the day", 600)
