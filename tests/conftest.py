"""What all tests share: options, marks, the browser, the folder with real data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from geo.cluster.account import Account
from geo.cluster.postmaster import wait_until_gone
from geo.cluster.sockets import socket_dir
from tests.fixtures.folders import throwaway_folder

PLUGINS = ("asking", "browser", "database", "logging", "replica", "scheduling", "site")
pytest_plugins = [f"tests.fixtures.{name}" for name in PLUGINS]

ROOT = Path(__file__).resolve().parent.parent
MARK_OF_FIXTURE = {"shared": "shared", "chromium": "browser"}
shared_tests_passed: set[str] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the tests marked slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for fixture, mark in MARK_OF_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
        if item.get_closest_marker("slow") and not config.getoption("--slow"):
            item.add_marker(pytest.mark.skip(reason="a long run: --slow"))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember the tests of real data that have passed; several processes all report to the one that began."""
    if report.when == "call" and report.passed and "shared" in report.keywords:
        shared_tests_passed.add(report.nodeid)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI, real data that no test has read is a failure: a silent skip would look like success."""
    begun = not hasattr(session.config, "workerinput")
    unread = begun and shared_folder().is_dir() and not shared_tests_passed
    if os.environ.get("CI") == "true" and unread and not session.config.option.collectonly:
        print(f"\nFAILED: {shared_folder()} is there (CI), but no test marked shared has passed.")
        session.exitstatus = exitstatus or pytest.ExitCode.TESTS_FAILED


def shared_folder() -> Path:
    return Path(os.environ.get("ALLIMI_SHARED") or ROOT.parent / "shared")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real city data (its files lie in `data/`)."""
    if not shared_folder().is_dir():
        pytest.skip("the real city data is not here: ALLIMI_SHARED")
    return shared_folder()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; its absence is a failure, not a skip."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("ALLIMI_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail("No Chromium: `./allimi test` installs it, or ALLIMI_CHROMIUM names it.")
    return found


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A temporary folder for a test that runs a server of its own."""
    folder = throwaway_folder()
    yield folder
    wait_until_gone(folder / "pg", 10)
    with suppress(OSError):
        socket_dir(folder, Account()).rmdir()  # left by a server that was killed
    shutil.rmtree(folder)
