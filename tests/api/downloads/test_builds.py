"""Builds: in the background, once, bounded, and honest when they fail."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import pytest

from api.downloads import building, claims, running
from api.downloads.claims import Claims
from data.exports import Job
from data.exports.child import Limits
from tests.api.downloads.conftest import fetched
from tests.builders import project, publish
from tests.fixtures.disks import enlarge, small_disk
from tests.fixtures.site import Site, serving
from tests.fixtures.waiting import until


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a file: every build is seen from outside."""
    monkeypatch.setattr(building, "PATIENCE", 0.0)
    monkeypatch.setattr(building, "MOST_PATIENT", 0)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Job]]:
    """The builds that were begun, each held back until `go` is in its folder."""
    begun: list[Job] = []
    real = running.run

    async def held(job: Job, progressed: object) -> None:
        begun.append(job)
        while not (job.spool.parent / "go").exists():  # noqa: ASYNC110 - the test's own sign
            await asyncio.sleep(0.02)
        await real(job, progressed)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "run", held)
    yield begun
    for job in begun:
        release(job)


def release(job: Job) -> None:
    if job.spool.parent.is_dir():
        (job.spool.parent / "go").touch()


def test_a_build_is_told_until_it_is_there(site: Site, hurried: None, jobs: list[Job]) -> None:
    answer = site.get("/downloads/projects.gpkg")
    assert (answer.status_code, answer.headers["retry-after"], answer.headers["cache-control"]) == (
        202,
        "2",
        "no-store",
    )
    status = answer.headers["location"]
    until(lambda: jobs)
    told = site.get(status)
    assert (told.status_code, told.json()["state"], told.headers["retry-after"]) == (200, "reading", "2")
    assert 0 < told.json()["progress"] < 1
    assert told.json()["features"] == 3
    release(jobs[0])
    until(lambda: site.get(status).status_code == 303)
    assert site.get(status).headers["location"] == "/downloads/2/projects.gpkg"
    assert site.get("/downloads/projects.gpkg").status_code == 200


def test_many_requests_at_once_build_once(site: Site, hurried: None, jobs: list[Job]) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: site.get("/downloads/projects.kml"), range(8)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.headers["location"] for answer in answers}) == 1
    until(lambda: jobs)
    release(jobs[0])
    assert fetched(site, "/downloads/projects.kml").status_code == 200
    assert len(jobs) == 1


def test_hosts_with_one_folder_build_once_and_tell_of_each_other_s_builds(
    site: Site, hurried: None, jobs: list[Job], shelf: Path
) -> None:
    with serving(site.database, data_dir=shelf.parent) as other:
        status = site.get("/downloads/projects.kml").headers["location"]
        until(lambda: jobs)
        assert other.get("/downloads/projects.kml").headers["location"] == status
        assert other.get(status).json()["state"] == "reading"
        release(jobs[0])
        until(lambda: other.get(status).status_code == 303)
        assert other.get("/downloads/projects.kml").content == site.get("/downloads/projects.kml").content
    assert len(jobs) == 1


def test_one_file_is_built_at_a_time(site: Site, hurried: None, jobs: list[Job]) -> None:
    for suffix in ("kml", "xlsx"):
        site.get(f"/downloads/projects.{suffix}")
    until(lambda: jobs)
    waiting = site.get("/downloads/projects.xlsx")
    assert (waiting.status_code, waiting.json()["state"], len(jobs)) == (202, "queued", 1)
    release(jobs[0])
    until(lambda: len(jobs) == 2)
    release(jobs[1])
    assert fetched(site, "/downloads/projects.xlsx").status_code == 200


def _are_more(jobs: list[Job], count: int) -> bool:
    return len(jobs) > count


def test_a_full_queue_is_503_and_reads_go_on(site: Site, hurried: None, jobs: list[Job]) -> None:
    asked = [site.get(f"/downloads/projects.kml?agency=a{number}").status_code for number in range(claims.SLOTS + 2)]
    assert asked == [202] * claims.SLOTS + [503] * 2
    refused = site.get("/downloads/projects.kml?agency=another")
    assert (refused.headers["content-type"], int(refused.headers["retry-after"]) > 0) == (
        "application/problem+json",
        True,
    )
    assert site.get("/collections/projects/items").status_code == 200
    assert site.get("/downloads/projects.csv?agency=streams").status_code == 200
    until(lambda: jobs)
    while len(jobs) < claims.SLOTS:
        count = len(jobs)
        release(jobs[-1])
        until(partial(_are_more, jobs, count))
    release(jobs[-1])


def test_a_build_that_is_killed_is_told_and_the_next_request_builds_anew(
    site: Site, hurried: None, monkeypatch: pytest.MonkeyPatch, shelf: Path
) -> None:
    real = asyncio.create_subprocess_exec

    async def doomed(*arguments: object, **more: object) -> asyncio.subprocess.Process:
        process = await real(*arguments, **more)  # type: ignore[arg-type]
        os.kill(process.pid, signal.SIGKILL)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", doomed)
    status = site.get("/downloads/projects.gpkg").headers["location"]
    until(lambda: site.get(status).json()["state"] == "failed")
    assert site.get(status).json()["error"] == "The build broke off; try again in a moment."
    assert list((shelf / "work").iterdir()) == []
    assert not (shelf / "snapshots").exists()
    monkeypatch.setattr(asyncio, "create_subprocess_exec", real)
    assert fetched(site, "/downloads/projects.gpkg").status_code == 200


@pytest.mark.parametrize("suffix", ["csv", "gpkg", "kml", "xlsx"])
def test_no_room_is_507_and_nothing_is_half_there(
    suffix: str, site: Site, monkeypatch: pytest.MonkeyPatch, shelf: Path
) -> None:
    monkeypatch.setattr(running, "LIMITS", Limits(file_bytes=200))
    answer = fetched(site, f"/downloads/projects.{suffix}")
    assert (answer.status_code, answer.headers["content-type"]) in {
        (507, "application/problem+json"),
        (503, "application/problem+json"),
    }
    assert "/" not in answer.json()["detail"]
    assert list((shelf / "work").iterdir()) == []
    assert not (shelf / "snapshots").exists()
    monkeypatch.setattr(running, "LIMITS", Limits())
    assert fetched(site, f"/downloads/projects.{suffix}").status_code == 200


def test_a_folder_that_cannot_be_made_is_507_and_streams_go_on(site: Site, shelf: Path) -> None:
    shelf.write_text("a file in the way")
    assert site.get("/downloads/projects.gpkg").status_code == 507
    assert site.get("/downloads/projects.geojson?mapped=true").status_code == 200


def test_a_build_that_needs_too_much_memory_is_503(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LIMITS", Limits(memory=150 * 2**20))
    assert fetched(site, "/downloads/projects.gpkg").status_code == 503


def test_a_build_whose_process_is_gone_has_failed(site: Site, hurried: None, shelf: Path) -> None:
    from api.downloads.progress import Notebook, Progress  # noqa: PLC0415

    key = "0" * 32
    Notebook(shelf / "builds").note(Progress(key, "/downloads/2/projects.gpkg"))
    told = site.get(f"/downloads/builds/{key}").json()
    assert (told["state"], told["error"]) == ("failed", "The build broke off; ask for the file again.")


def test_a_reader_in_a_browser_sees_a_page_that_asks_again(site: Site, hurried: None, jobs: list[Job]) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en"}
    answer = site.get("/downloads/projects.gpkg?status=completed", headers=browser)
    assert answer.status_code == 303
    page = answer.headers["location"]
    assert page.startswith("/en/downloads/builds/")
    assert '<meta http-equiv="refresh" content="2">' in site.get(page, headers=browser).text
    until(lambda: jobs)
    release(jobs[0])
    until(lambda: "The file is ready:" in site.get(page, headers=browser).text)


def test_the_files_have_a_page_in_each_language(site: Site) -> None:
    answer = httpx.get(site.url + "/downloads", headers={"Accept": "text/html", "Accept-Language": "vi"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/vi/downloads")
    for language in ("vi", "en"):
        page = site.get(f"/{language}/downloads")
        assert page.status_code == 200
        assert page.text.count('href="/downloads/projects.') >= 9


def test_a_claim_is_one_processs_and_ends_with_it(tmp_path: Path) -> None:
    one, other = Claims(tmp_path), Claims(tmp_path)
    held = one.take("x")
    assert held is not None
    assert (other.take("x"), other.is_held("x")) == (None, True)
    held.release()
    assert not other.is_held("x")
    again = other.take("x")
    assert again is not None
    again.release()
    child = os.fork()
    if child == 0:
        one.take("x")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert not other.is_held("x")


def test_publishing_while_a_build_waits_builds_what_was_asked(site: Site, hurried: None, jobs: list[Job]) -> None:
    site.get("/downloads/projects.geojson")
    until(lambda: jobs)
    publish(site.database.writer_url, [project("P9")])
    release(jobs[0])
    until(lambda: site.get("/downloads/2/projects.geojson").status_code == 200)
    assert site.json("/downloads/2/projects.geojson.json")["count"] == 3


@pytest.mark.parametrize("suffix", ["gpkg", "parquet", "shp.zip", "pmtiles"])
def test_a_disk_that_is_really_full_is_507_until_there_is_room(suffix: str, site: Site, shelf: Path) -> None:
    shelf.mkdir()
    with small_disk(shelf, "24k"):
        assert fetched(site, f"/downloads/projects.{suffix}").status_code == 507
        assert list((shelf / "work").iterdir()) == []
        assert not (shelf / "snapshots").exists()
        enlarge(shelf, "20m")
        assert fetched(site, f"/downloads/projects.{suffix}").status_code == 200
