"""The data folder: where it lies, and who may use it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from geo.cluster.errors import DataFolderInUse
from geo.errors import ClusterError


def default_data_dir() -> Path:
    """The user's own data folder for Allimi; `/var/lib/allimi` for root."""
    if os.geteuid() == 0:
        return Path("/var/lib/allimi")
    home = os.environ.get("XDG_DATA_HOME", "")
    return (Path(home) if home.startswith("/") else Path.home() / ".local" / "share") / "allimi"


def make_data_dir(folder: Path) -> None:
    """Make the data folder. Raises ClusterError when it cannot be made or written."""
    try:
        # 0755 for root, whose server runs as another user and must pass through; the cluster inside is 0700.
        folder.mkdir(mode=0o755 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ClusterError(f"The data folder {folder} cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ClusterError(f"The data folder {folder} belongs to another user. Name your own: ALLIMI_DATA_DIR.")


class DataFolderLock:
    """One holder at a time for a data folder; the system lets go of it when the holder dies."""

    def __init__(self, data_dir: Path, name: str = "allimi.lock") -> None:
        self.path = data_dir / name
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises DataFolderInUse, naming the holder, when another has it."""
        if not self.try_acquire():
            raise DataFolderInUse(f"Allimi already runs on {self.path.parent} (process {self.holder()}).")

    def try_acquire(self) -> bool:
        """Take the lock if it is free; say whether we have it."""
        return self._lock(fcntl.LOCK_EX | fcntl.LOCK_NB)

    def wait(self) -> None:
        """Take the lock, waiting for its holder."""
        self._lock(fcntl.LOCK_EX)

    def release(self) -> None:
        """Let go of the lock; nothing happens when we do not have it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def holder(self) -> str:
        """The process that wrote itself down last."""
        return self.path.read_text().strip() or "unknown"

    def _lock(self, how: int) -> bool:
        if self._file is not None:
            return True
        make_data_dir(self.path.parent)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, how)
        except BlockingIOError:
            os.close(file)
            return False
        os.truncate(file, 0)
        os.write(file, f"{os.getpid()}\n".encode())
        self._file = file
        return True

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
