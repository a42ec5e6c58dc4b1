"""The machine: Python and its packages, PostgreSQL's programs, the browser libraries, what only tests need."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from psycopg import pq

from api.checkup.finding import ROOT, Finding, Findings, lacking, missing, ok
from api.settings import Settings
from data.backup.programs import program
from geo.cluster import BinariesMissing, WrongMajorVersion, find_binaries
from geo.cluster.binaries import major_version
from geo.errors import GeoError, LibraryTooOld
from geo.store.failures import must_be_able
from maps.assets import LEAFLET_FOLDER

_LOCK: Final = ROOT / "requirements.lock"
_TESTS_ONLY: Final = frozenset({"colorama", "tzdata", "winloop", "pywin32"})


def machine(settings: Settings) -> Findings:
    """Everything that is installed, or is not."""
    yield _python()
    yield from _packages()
    yield _libpq()
    if settings.database_url is None and not settings.read_urls:
        yield _server(settings)
    yield _dump()
    yield _browser_libraries()
    yield _for_tests("Chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium", "ALLIMI_CHROMIUM")
    yield _for_tests("ogrinfo", ("ogrinfo",), "gdal-bin", None)


def _python() -> Finding:
    return ok("Python", f"{platform.python_version()} in {sys.prefix}")  # an older one does not get as far as here


def _packages() -> Findings:
    """The pinned packages; only in a clone is there a lock file to compare with."""
    if not _LOCK.is_file():
        return
    pinned = re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)(?!.*;)", _LOCK.read_text("utf-8"), re.MULTILINE)
    wrong = [name for name, wanted in pinned if name not in _TESTS_ONLY and _installed(name) != wanted]
    if wrong:
        yield missing("Python packages", f"not as in requirements.lock: {', '.join(wrong)}", _again(".venv/stamp"))
    else:
        yield ok("Python packages", f"{len(pinned)} as in requirements.lock")


def _libpq() -> Finding:
    try:
        must_be_able()
    except LibraryTooOld as error:
        return missing("libpq", str(error), f"{sys.executable} -m pip install 'psycopg[binary]'")
    return ok("libpq", f"{pq.version_pretty(pq.version())}, of psycopg ({pq.__impl__})")


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _again(stamp: str) -> str:
    return f"cd {ROOT} && rm -f {stamp} && ./allimi doctor"


def _server(settings: Settings) -> Finding:
    made_by = settings.data_dir / "pg" / "PG_VERSION"
    try:
        folder = find_binaries(int(made_by.read_text()) if made_by.is_file() else None)
    except BinariesMissing as error:
        return missing("PostgreSQL", str(error).splitlines()[0], error.line)
    except WrongMajorVersion as error:
        return missing("PostgreSQL", str(error).splitlines()[0], f"apt-get install -y {_debian(made_by)}")
    return ok("PostgreSQL", f"{major_version(folder)} with PostGIS in {folder}")


def _debian(made_by: Path) -> str:
    major = made_by.read_text().strip()
    return f"postgresql-{major} postgresql-{major}-postgis-3"


def _dump() -> Finding:
    try:
        return ok("Backup", f"{program('pg_dump', 0)}")
    except GeoError as error:
        return lacking("Backup", str(error).splitlines()[0], "apt-get install -y postgresql-client")


def _browser_libraries() -> Finding:
    if (LEAFLET_FOLDER / "leaflet.js").is_file():
        return ok("Browser libraries", str(LEAFLET_FOLDER))
    return missing("Browser libraries", f"no Leaflet in {LEAFLET_FOLDER}", _again("node_modules/.stamp"))


def _for_tests(name: str, programs: tuple[str, ...], package: str, variable: str | None) -> Finding:
    found = (os.environ.get(variable) if variable else None) or next(filter(None, map(shutil.which, programs)), None)
    if found:
        return ok(name, found)
    return lacking(name, "not installed; only the tests need it", f"apt-get install -y {package}")
