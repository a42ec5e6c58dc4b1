"""Who builds what, among all processes of a host: locks of the kernel, which end with the process that holds them."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

SLOTS: Final = 8
"""Builds of a host that are at work or wait for their turn; whoever comes then is answered 503."""
_LOOK_SECONDS: Final = 0.1


class Claim:
    """A name that nobody else holds, until it is released."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    def release(self) -> None:
        """Let it go; the lock's file goes first, so that nobody can wait for a file that is gone."""
        self._path.unlink(missing_ok=True)
        os.close(self._descriptor)


class Claims:
    """Claims on names, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, name: str) -> Claim | None:
        """Claim a name; None where another holds it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}.lock"
        while True:
            descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                return None
            if _is_at(path, descriptor):
                return Claim(path, descriptor)
            os.close(descriptor)  # it was released, and its file removed, in between

    def is_held(self, name: str) -> bool:
        """Whether somebody holds a name."""
        if not (self._folder / f"{name}.lock").exists():
            return False
        taken = self.take(name)
        if taken is None:
            return True
        taken.release()
        return False

    def slot(self) -> Claim | None:
        """A place among those that build or wait; None where all are taken."""
        return next((one for number in range(SLOTS) if (one := self.take(f"slot-{number}")) is not None), None)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until nobody else of this host builds."""
        while (taken := self.take("turn")) is None:  # noqa: ASYNC110 - a lock of another process
            await asyncio.sleep(_LOOK_SECONDS)
        try:
            yield
        finally:
            taken.release()


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False
