"""Programs that use a server which another one has started: who stops it waits for them, and nobody comes meanwhile."""

from __future__ import annotations

import fcntl
import logging
import os
import time
from pathlib import Path
from typing import Final

_LOOK_SECONDS: Final = 0.02
_log = logging.getLogger("allimi.cluster")


class Guests:
    """A lock on a data folder that guests share, and that who stops the server has alone; a kill lets go of it."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "guests.lock"
        self._file: int | None = None

    def enter(self) -> bool:
        """Be one of them, unless the server is being stopped; say whether we are."""
        return self._lock(fcntl.LOCK_SH)

    def shut_out(self, seconds: float | None) -> None:
        """Wait until all have left, so many seconds at most, and let nobody in from then on."""
        until = None if seconds is None else time.monotonic() + seconds
        if not self._lock(fcntl.LOCK_EX):
            _log.warning("Another program uses the database in %s; it is stopped afterwards.", self._path.parent)
        while not self._lock(fcntl.LOCK_EX) and (until is None or time.monotonic() < until):
            time.sleep(_LOOK_SECONDS)

    def leave(self) -> None:
        """Let go of the lock; nothing happens when we do not have it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _lock(self, how: int) -> bool:
        if self._file is None:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, how | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
            else:
                self._file = file
        return self._file is not None
