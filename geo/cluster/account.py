"""As whom the server's programs run: PostgreSQL refuses root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final

from geo.errors import ClusterError


class Account:
    """The user of the server: ourselves, or `postgres` (else `nobody`) when we are root."""

    def __init__(self) -> None:
        self.drops = os.geteuid() == 0
        self.entry = _server_user() if self.drops else pwd.getpwuid(os.geteuid())
        self._user, self._group, self._groups = self._identity()

    def own(self, folder: Path) -> None:
        """Make the folder if need be, give it to this user and shut it to others."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.drops:
            os.chown(folder, self.entry.pw_uid, self.entry.pw_gid)
        folder.chmod(0o700)

    def owns(self, folder: Path) -> bool:
        """Whether the folder is really a folder, this user's, and shut to others."""
        found = folder.lstat()
        return (
            folder.is_dir()
            and not folder.is_symlink()
            and found.st_uid == self.entry.pw_uid
            and not (found.st_mode & 0o077)
        )

    def must_reach(self, folder: Path) -> None:
        """Raise ClusterError when this user cannot enter the folder."""
        if self.drops and self.run(["test", "-x", str(folder)]).returncode != 0:
            raise ClusterError(
                f"The user {self.entry.pw_name}, who runs the database for root, cannot enter {folder}. "
                "Name another folder: ALLIMI_DATA_DIR."
            )

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run a program as this user and wait for it; its error output joins its output."""
        return subprocess.run(
            command,
            cwd="/",
            env=_clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            user=self._user,
            group=self._group,
            extra_groups=self._groups,
        )

    def spawn(self, command: Sequence[str | Path], output: IO[bytes], *, tied: bool) -> subprocess.Popen[bytes]:
        """Start a server as this user, in a session of its own, so that Ctrl-C reaches only us.

        A `tied` server stops when the calling thread ends, also by a kill (Linux).
        """
        return subprocess.Popen(
            [*(_dies_with_us() if tied else ()), *command],
            cwd="/",
            env=_clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            user=self._user,
            group=self._group,
            extra_groups=self._groups,
        )

    def _identity(self) -> tuple[int | None, int | None, list[int] | None]:
        """What subprocess needs to know; None leaves it as it is."""
        return (self.entry.pw_uid, self.entry.pw_gid, []) if self.drops else (None, None, None)


def in_lasting_thread() -> bool:
    """Whether this thread lives as long as the program: the main one, or a daemon."""
    thread = threading.current_thread()
    return thread is threading.main_thread() or thread.daemon


def _server_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ClusterError("PostgreSQL does not run as root, and there is neither a user postgres nor nobody.")


_MEMORY: Final = {"MALLOC_MMAP_THRESHOLD_": str(8 << 20), "MALLOC_TRIM_THRESHOLD_": str(16 << 20)}
"""What glibc comes to by itself in a session that once had a block of 8 MB, PostgreSQL's largest. Until then it gives
the memory of every statement back and takes it again page by page: up to a tenth of what a small tile costs."""


def _clean_environment() -> dict[str, str]:
    """Ours without PostgreSQL's variables, with those of memory; TZ spares initdb its search for the time zone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return _MEMORY | kept | {"TZ": "UTC", "HOME": "/"}


def _dies_with_us() -> list[str]:
    """The prefix that has Linux stop the server when the thread that started it ends."""
    setpriv = shutil.which("setpriv")
    return [] if setpriv is None else [setpriv, "--pdeathsig", "INT"]
