"""Write a file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from geo.errors import BadInput, Conflict


@contextmanager
def written_whole(target: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """A file that takes its name only when everything is on the disk; nobody but its owner may read it.

    Raises Conflict where there is one already and it must not be replaced.
    """
    must_be_free(target, replace=replace)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        must_be_free(target, replace=replace)
        draft.replace(target)
        _keep(target.parent)
    except OSError as cause:
        raise BadInput(f"{target} cannot be written: {cause.strerror}.") from cause
    finally:
        draft.unlink(missing_ok=True)


def must_be_free(target: Path, *, replace: bool) -> None:
    """Raise Conflict or BadInput unless the file may be written."""
    if target.is_dir() or not target.name or not target.parent.is_dir():
        raise BadInput(f"{target} is no place for a file.")
    if target.exists() and not (replace and target.is_file()):
        raise Conflict(f"{target} is there already; name another file, or add --force to replace it.")


def _keep(folder: Path) -> None:
    """Have the folder's entry on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
