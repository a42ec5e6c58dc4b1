"""The database of a run: the program's own private cluster with its usual settings, filled with the made-up city."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks import city
from geo.cluster import Cluster

ROOT: Final = Path(__file__).resolve().parents[1]
_MADE_BY: Final = ("benchmarks/city.py", "benchmarks/sql/city.sql", "geo/sql/**/*.sql", "geo/migrations/versions/*.py")


@contextmanager
def database(folder: Path | None, rows: int) -> Iterator[Cluster]:
    """A running cluster with so many projects; a folder that is named keeps it for the next run, else it goes."""
    if folder is None:
        made = Path(tempfile.mkdtemp(prefix="allimi-bench-"))
        try:
            with _filled(made, rows) as cluster:
                yield cluster
        finally:
            shutil.rmtree(made)
    else:
        with _filled(folder_of(folder, rows), rows) as cluster:
            yield cluster


def folder_of(folder: Path, rows: int) -> Path:
    """Where in a folder that is kept the database of so many projects lies, as this code makes it."""
    return folder / f"{rows}-{_digest()}"


@contextmanager
def _filled(folder: Path, rows: int) -> Iterator[Cluster]:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # root's server runs as another user
    whole = folder / "whole"
    if not whole.exists():
        shutil.rmtree(folder / "pg", ignore_errors=True)
    with Cluster(folder) as cluster:
        if not whole.exists():
            city.fill(cluster.url(), rows)
            whole.touch()
        yield cluster


def _digest() -> str:
    """What the database is made by; another one is not reused."""
    made_by = sorted(file for pattern in _MADE_BY for file in ROOT.glob(pattern))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in made_by)).hexdigest()[:12]
