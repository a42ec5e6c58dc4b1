"""Read a backup into a database, and prove that what is there is what was in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from data.backup.archive import CHUNK, DUMP, Manifest, opened, read_manifest
from data.backup.programs import PIPE, program, running
from geo.errors import Conflict, SchemaMismatch, StoreUnavailable
from geo.store import failures
from geo.store.fingerprints import differences, snapshot
from geo.store.migrating import migrate
from geo.store.revision import is_known, stamp, unmigrated


def restore(url: str, source: Path, *, replace: bool, say: Callable[[str], None]) -> Manifest:
    """Fill the database that the owner's `url` names from a backup file, and compare it with the file's manifest.

    Raises BadInput for a file that is no whole backup, SchemaMismatch for one of a newer program, Conflict for a
    database that is not empty and must not be replaced. Where it breaks off, the same command begins anew.
    """
    say("Checking the file.")
    manifest = read_manifest(source)
    _must_know(manifest)
    _must_be_free(url, replace=replace)
    _clear(url)
    migrate(url)  # for the roles and extensions: the tables come with the backup
    _clear(url)
    say(f"Restoring {manifest.rows} rows.")
    _fill(url, source, manifest)
    say("Comparing counts and hashes.")
    _must_equal(url, manifest)
    stamp(url, manifest.migration)
    migrate(url)
    return manifest


def _must_know(manifest: Manifest) -> None:
    if not is_known(manifest.migration):
        raise SchemaMismatch(
            f"The backup is at migration {manifest.migration}, which this program does not know: it was made by a "
            f"newer one ({manifest.program}). Restore it with that."
        )


def _must_be_free(url: str, *, replace: bool) -> None:
    with snapshot(url) as seen:
        migration, rows = seen.migration(), seen.fingerprints()
    if migration is not None and not is_known(migration):
        raise SchemaMismatch(f"The database is at migration {migration}, which this program does not know.")
    if not replace and any(table.rows for table in rows.values()):
        raise Conflict(
            "The database is not empty. Restore into another one (ALLIMI_DATABASE_URL or ALLIMI_DATA_DIR), "
            "or add --force: it drops everything that is there first."
        )


def _clear(url: str) -> None:
    """Drop our schemas, and say in the same transaction that the database is not migrated."""
    with failures.lasting(failures.connect(url)) as connection:
        connection.execute("DROP SCHEMA IF EXISTS intake, published CASCADE")
        unmigrated(connection)


def _fill(url: str, source: Path, manifest: Manifest) -> None:
    command: list[str | Path] = [program("pg_restore", manifest.postgresql)]
    command += ["--no-owner", "--exit-on-error", "--single-transaction"]
    with opened(source) as archive, archive.open(DUMP) as dump, running(command, url, stdin=PIPE) as process:
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        shutil.copyfileobj(dump, process.stdin, CHUNK)


def _must_equal(url: str, manifest: Manifest) -> None:
    with snapshot(url) as seen:
        unlike = differences(manifest.tables, seen.fingerprints())
    if unlike:
        _clear(url)
        raise StoreUnavailable("What was restored is not what was in the backup: " + "; ".join(unlike) + ".")
