"""The private folder of the server's socket: short, because a socket's path ends at 103 bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from geo.cluster.account import Account

_LONGEST = 80


def socket_dir(data_dir: Path, account: Account) -> Path:
    """A folder for the socket of this data folder, owned by the server's user and shut to others."""
    name = f"allimi-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]}"
    for parent in _parents(account):
        folder = parent / name
        if len(os.fsencode(folder)) <= _LONGEST and _usable(folder, account):
            return folder
    # Somebody sits on our name in a folder that all may write: take a name that nobody can foresee.
    folder = Path(tempfile.mkdtemp(prefix="allimi-", dir="/tmp"))
    account.own(folder)
    return folder


def _parents(account: Account) -> Iterator[Path]:
    own = Path("/run") if account.drops else Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    if os.access(own, os.W_OK) and own.stat().st_uid == os.geteuid():
        yield own
    yield Path(tempfile.gettempdir())
    yield Path("/tmp")  # noqa: S108


def _usable(folder: Path, account: Account) -> bool:
    try:
        if not folder.is_symlink() and not folder.exists():
            account.own(folder)
        return account.owns(folder)
    except OSError:
        return False
