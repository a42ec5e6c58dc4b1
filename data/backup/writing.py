"""Write a backup: one state of the database, taken while others publish on."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from data.backup.archive import CHUNK, DUMP, MANIFEST, Manifest
from data.backup.files import written_whole
from data.backup.programs import at, program, running
from geo.errors import BadInput
from geo.store.fingerprints import SCHEMAS, Snapshot, snapshot


def backup(url: str, target: Path, *, replace: bool, version: str, say: Callable[[str], None]) -> Manifest:
    """Write the database that the owner's `url` names to a file; the fingerprints are of the very state in it.

    Raises Conflict where the file is there, StoreUnavailable, or BadInput where there is nothing to back up.
    """
    with written_whole(target, replace=replace) as file, snapshot(url) as seen:
        manifest = _manifest(seen, version, say)
        with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
            say("Writing the dump.")
            with archive.open(DUMP, "w", force_zip64=True) as entry:
                _dump(url, seen, entry)
            archive.writestr(MANIFEST, manifest.to_json())
    return manifest


def _manifest(seen: Snapshot, version: str, say: Callable[[str], None]) -> Manifest:
    migration = seen.migration()
    if migration is None:
        raise BadInput("There is nothing to back up: the database is not migrated.")
    say("Counting and hashing the tables.")
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        program=version,
        migration=migration,
        postgresql=seen.server(),
        publication=seen.last_publication(),
        tables=seen.fingerprints(),
    )


def _dump(url: str, seen: Snapshot, entry: IO[bytes]) -> None:
    command: list[str | Path] = [program("pg_dump", seen.server()), *(f"--schema={schema}" for schema in SCHEMAS)]
    command += ["--format=custom", "--no-owner", "--lock-wait-timeout=30s", f"--snapshot={seen.name}"]
    options, environment = at(url)
    with running([*command, *options], environment=environment) as dump:
        shutil.copyfileobj(dump, entry, CHUNK)
