"""What `postmaster.pid` says of the server on a data folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A living server: its process, its socket's folder, and `starting`, `ready` or `stopping`."""

    pid: int
    socket_dir: Path
    status: str

    @classmethod
    def of(cls, pgdata: Path) -> Self | None:
        """The server that runs on this folder; none when the file is absent, stale or half written."""
        try:
            lines = (pgdata / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None
        pid = int(lines[0]) if lines and lines[0].isdigit() else 0
        if not pid or not _serves(pid, pgdata):
            return None
        lines += [""] * (8 - len(lines))
        return cls(pid, Path(lines[4]), lines[7].strip() or "starting")

    def signal(self, number: signal.Signals) -> None:
        """Send the server a signal; nothing happens when it is gone."""
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            return


def forgive_stale_pids(*lock_files: Path) -> None:
    """Put our own number into lock files of a server that is gone.

    PostgreSQL forgives a dead process, but not a stranger who got its number after a restart of the machine
    or container. It forgives its parent too, and then still looks whether old sessions are in the memory;
    with the file removed it could not.
    """
    for file in lock_files:
        if file.exists():
            lines = file.read_text().splitlines(keepends=True)
            file.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))


def wait_until_gone(pgdata: Path, seconds: float) -> bool:
    """Wait for the server on this folder to end; false when it still lives after that many seconds."""
    deadline = time.monotonic() + seconds
    while Postmaster.of(pgdata) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _serves(pid: int, pgdata: Path) -> bool:
    """Whether the process is a PostgreSQL server on this folder.

    In doubt yes: to take a living server's pid file away would let two servers write one folder.
    """
    program, _, options = _command_line(pid).partition(" -D ")
    if Path(program).name not in {"postgres", "postmaster"}:
        return False
    folder = Path(options.partition(" -c ")[0] or ".")
    return not folder.is_absolute() or folder.resolve() == pgdata.resolve()


def _command_line(pid: int) -> str:
    """The process's command; empty when it is gone.

    Not its working folder, which a container hides even from root.
    """
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").rstrip("\0").replace("\0", " ")
        except OSError:
            return ""
    told = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return told.stdout.strip()
