"""The key that signs cursors: set by the operator, or made once and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from api.settings import Settings


def signing_secret(settings: Settings) -> bytes:
    """The key. Hosts that serve the same city need the same one: set ALLIMI_SECRET there."""
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode()
    path = settings.data_dir / "secret"
    if not path.exists():
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    try:
        os.link(draft, path)  # fails where another process was first, and its key stays
    except FileExistsError:
        pass
    finally:
        draft.unlink()
