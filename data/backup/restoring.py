"""Read a backup into a database, and prove that what is there is what was in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from psycopg import Connection

from data.backup.archive import DUMP, Manifest, opened, read_manifest
from data.backup.programs import flowing, program, running
from data.backup.script import run_script
from geo.errors import Conflict, SchemaMismatch, StoreUnavailable
from geo.store import failures
from geo.store.fingerprints import differences, fingerprints, snapshot
from geo.store.migrating import migrate
from geo.store.revision import is_known, stamp


def restore(url: str, source: Path, *, replace: bool, say: Callable[[str], None]) -> Manifest:
    """Fill the database that the owner's `url` names from a backup file, and compare it with the file's manifest.

    Raises BadInput for a file that is no whole backup, SchemaMismatch for one of a newer program, Conflict for a
    database that is not empty and must not be replaced. Where it fails or breaks off, what was there is still there.
    """
    say("Checking the file.")
    manifest = read_manifest(source)
    _must_know(manifest)
    _must_be_free(url, replace=replace)
    migrate(url)  # for the roles and extensions: the tables come with the backup
    _replace(url, source, manifest, say)
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
            "or add --force: it replaces everything that is there."
        )


def _replace(url: str, source: Path, manifest: Manifest, say: Callable[[str], None]) -> None:
    """Drop, fill, compare and stamp in one transaction: what was there stays until the new one is proven."""
    with failures.lasting(failures.connect(url)) as connection:
        connection.execute("DROP SCHEMA IF EXISTS intake, published CASCADE")
        say(f"Restoring {manifest.rows} rows.")
        _fill(connection, source, manifest)
        say("Comparing counts and hashes.")
        _must_equal(connection, manifest)
        stamp(connection, manifest.migration)


def _fill(connection: Connection, source: Path, manifest: Manifest) -> None:
    command: list[str | Path] = [program("pg_restore", manifest.postgresql), "--no-owner", "--file=-"]
    with (
        opened(source) as archive,
        archive.open(DUMP) as dump,
        flowing(dump) as stdin,
        running(command, stdin=stdin) as script,
    ):
        run_script(connection, script)


def _must_equal(connection: Connection, manifest: Manifest) -> None:
    unlike = differences(manifest.tables, fingerprints(connection))
    if unlike:
        raise StoreUnavailable("What was restored is not what was in the backup: " + "; ".join(unlike) + ".")
