"""Write the file for offline checks: the checkpoints, then every leaf with its text."""

from __future__ import annotations

import os
from pathlib import Path

from psycopg import Connection

from data.log.lines import head_line, note_line
from geo.errors import BadInput, Conflict, NoRoom
from geo.log import exporting, stored


def export(connection: Connection, path: Path, *, replace: bool) -> int:
    """Write the log as this transaction sees it, whole or not at all; gives how many leaves.

    Raises Conflict where there is a file already that must not be replaced, BadInput or NoRoom where none can be
    written.
    """
    if path.exists() and not replace:
        raise Conflict(f"{path} is there already; --force replaces it.")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        size = _write(connection, draft)
        draft.replace(path)
    except PermissionError as cause:
        raise BadInput(f"Nothing can be written to {path}.") from cause
    except FileNotFoundError as cause:
        raise BadInput(f"There is no folder {path.parent}.") from cause
    except OSError as cause:
        raise NoRoom(f"{path} cannot be written: {cause.strerror}.") from cause
    finally:
        draft.unlink(missing_ok=True)
    return size


def _write(connection: Connection, draft: Path) -> int:
    size, kept = stored.size(connection), stored.checkpoints(connection)
    keys = dict.fromkeys(str(key) for _, verifiers in kept for key in verifiers)
    with draft.open("wb") as file:
        file.write(head_line(size, keys))
        file.writelines(note_line(str(checkpoint)) for checkpoint, _ in kept)
        file.writelines(exporting.lines(connection))
        file.flush()
        os.fsync(file.fileno())
    return size
