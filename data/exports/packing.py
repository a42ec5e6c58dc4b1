"""Zip files that are the same whenever they are made."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO


def entry(name: str, instant: datetime) -> zipfile.ZipInfo:
    """An entry with a fixed time and fixed rights."""
    found = zipfile.ZipInfo(name, date_time=(instant.year, instant.month, instant.day, 0, 0, 0))
    found.compress_type = zipfile.ZIP_DEFLATED
    found.external_attr = 0o644 << 16
    found.create_system = 3
    return found


@contextmanager
def opened(archive: zipfile.ZipFile, name: str, instant: datetime) -> Iterator[IO[bytes]]:
    """An entry to write to in a stream; it may become larger than 2 GiB."""
    with archive.open(entry(name, instant), "w", force_zip64=True) as file:
        yield file


def pack(folder: Path, target: Path, instant: datetime) -> None:
    """Every file of a folder in a zip, by name; the folder goes."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.iterdir()):
            with path.open("rb") as file, opened(archive, path.name, instant) as packed:
                shutil.copyfileobj(file, packed, 1 << 20)
    shutil.rmtree(folder)
