"""`allimi run` as a person starts it: its own database, the sample city, and every way it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

from geo.cluster.postmaster import Postmaster, wait_until_gone
from tests.fixtures.program import Program, ask, command, environment, program


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test leaves what `allimi run` has made of an empty folder."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def folder(open_folder: Path, kept: Path) -> Path:
    """A data folder with the sample city, as `allimi run` has made it and left it."""
    if not (kept / "pg").exists():  # the first test was not chosen
        with run(open_folder) as first:
            first.process.send_signal(signal.SIGTERM)
            assert first.ends(30) == 0
        copy(open_folder, kept)
    else:
        copy(kept, open_folder)
    return open_folder


@pytest.fixture
def site(folder: Path) -> Iterator[Program]:
    """`allimi run` over the sample city."""
    with run(folder) as running:
        yield running


def copy(one: Path, other: Path) -> None:
    """Copy the database, its files' owner too."""
    subprocess.run(["cp", "-a", str(one / "pg"), str(other / "pg")], check=True)


def run(folder: Path) -> AbstractContextManager[Program]:
    return program("run", log=folder / "log", ALLIMI_DATA_DIR=str(folder))


def beside(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Another command on the same data folder."""
    settings = environment(ALLIMI_DATA_DIR=str(folder))
    return subprocess.run(command(*words), env=settings, capture_output=True, text=True, timeout=60, check=False)


def count(running: Program) -> int:
    answer: dict[str, Any] = httpx.get(f"{running.url}/collections/projects/items?limit=1").json()
    return int(answer["numberMatched"])


def test_from_nothing_to_a_site_and_back_to_nothing(open_folder: Path, kept: Path) -> None:
    with run(open_folder) as first:
        assert (ask(first, "/ready"), ask(first, "/live"), count(first)) == (200, 200, 400)
        page = httpx.get(first.url, headers={"Accept": "text/html"}, follow_redirects=True, timeout=30)
        assert (page.status_code, page.url.path) == (200, "/vi/")
        first.process.send_signal(signal.SIGTERM)
        assert first.ends(30) == 0
    assert Postmaster.of(open_folder / "pg") is None
    copy(open_folder, kept)
    with run(open_folder) as second:
        assert count(second) == 400
        second.process.send_signal(signal.SIGINT)
        assert second.ends(30) == 0
    assert Postmaster.of(open_folder / "pg") is None


def test_any_free_port_is_taken_and_every_link_leads_to_it(site: Program) -> None:
    page = httpx.get(f"{site.url}/collections/projects/items?limit=1").json()
    links = {link["rel"]: link["href"] for link in page["links"]}
    assert not site.url.endswith(":0")
    assert links["self"].startswith(f"{site.url}/")
    assert httpx.get(links["next"]).status_code == 200


def test_a_port_that_is_taken_is_said_so(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        settings = environment(ALLIMI_DATA_DIR=str(folder), ALLIMI_PORT=port)
        done = subprocess.run(command("run"), env=settings, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert f"Nothing can listen on 127.0.0.1 port {port}; choose another with ALLIMI_PORT." in done.stderr


def test_the_second_program_on_one_data_folder_says_so_and_leaves(site: Program, folder: Path) -> None:
    second = beside(folder, "run")
    assert second.returncode != 0
    assert str(site.process.pid) in second.stderr
    assert count(site) == 400


def test_a_killed_program_leaves_no_database_and_no_damage(site: Program, folder: Path) -> None:
    site.process.kill()
    site.ends(10)
    assert wait_until_gone(folder / "pg", 20)
    with run(folder) as again:
        assert count(again) == 400


def test_a_command_beside_it_uses_the_same_database(site: Program, folder: Path) -> None:
    removed = beside(folder, "sample", "--remove")
    assert (removed.returncode, removed.stdout) == (0, "400 sample projects withdrawn\n")
    assert count(site) == 0
    assert ask(site, "/ready") == 200
