"""What is no whole backup of this program changes nothing of what is there."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import psycopg
import pytest

from geo.errors import BadInput, Conflict, SchemaMismatch, StoreUnavailable
from geo.store.fingerprints import snapshot
from geo.store.revision import head
from tests.api.backup.conftest import read
from tests.builders import project, publish
from tests.fixtures.database import Database


def test_what_is_there_is_not_dropped_unasked(filled: Database, file: Path) -> None:
    publish(filled.writer_url, [project("later")])
    with pytest.raises(Conflict, match="not empty"):
        read(filled.url, file)
    with psycopg.connect(filled.reader_url) as reader:
        assert reader.execute("SELECT count(*) FROM published.project_now").fetchone() == (21,)
    read(filled.url, file, replace=True)
    with psycopg.connect(filled.reader_url) as reader:
        assert reader.execute("SELECT count(*) FROM published.project_now").fetchone() == (20,)


def rewritten(file: Path, cut: int | None = None, **changes: object) -> Path:
    """The same backup with another manifest, or with a dump that ends early."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(file.with_suffix(".new"), "w") as new:
        manifest = json.loads(old.read("manifest.json")) | changes
        new.writestr("manifest.json", json.dumps(manifest))
        new.writestr("database.dump", old.read("database.dump")[:cut])
    return file.with_suffix(".new")


def test_a_backup_of_a_newer_program_is_refused_before_anything_is_touched(filled: Database, file: Path) -> None:
    with pytest.raises(SchemaMismatch, match="newer one"):
        read(filled.url, rewritten(file, migration="9999"), replace=True)
    with psycopg.connect(filled.reader_url) as reader:
        assert reader.execute("SELECT count(*) FROM published.project_now").fetchone() == (20,)


def test_a_backup_in_another_format_is_refused(other: Database, file: Path) -> None:
    with pytest.raises(BadInput, match="format"):
        read(other.url, rewritten(file, format=2))


def test_a_restore_that_differs_from_the_manifest_is_not_kept(other: Database, file: Path) -> None:
    tables = json.loads(zipfile.ZipFile(file).read("manifest.json"))["tables"]
    tables["published.agency"]["hash"] = "1/2"
    with pytest.raises(StoreUnavailable, match=r"published\.agency: 1 rows .* expected"):
        read(other.url, rewritten(file, tables=tables))
    with snapshot(other.url) as seen:
        assert (seen.migration(), sum(table.rows for table in seen.fingerprints().values())) == (head(), 0)
    read(other.url, file)  # and the next try begins anew


@pytest.mark.parametrize("cut", [0, 3, 2000, -2000, -1])
def test_what_is_there_stays_where_the_dump_is_not_whole(filled: Database, file: Path, cut: int) -> None:
    publish(filled.writer_url, [project("later")])
    with snapshot(filled.url) as before:
        expected = before.fingerprints()
    with pytest.raises(StoreUnavailable):
        read(filled.url, rewritten(file, cut), replace=True)
    with snapshot(filled.url) as after:
        assert (after.migration(), after.fingerprints()) == (head(), expected)
    assert publish(filled.writer_url, [project("later still")]).versions == 1


def test_what_is_there_stays_where_the_rows_are_not_those_of_the_manifest(filled: Database, file: Path) -> None:
    publish(filled.writer_url, [project("later")])
    tables = json.loads(zipfile.ZipFile(file).read("manifest.json"))["tables"]
    tables["published.project_version"]["rows"] = 1
    with pytest.raises(StoreUnavailable, match=r"published\.project_version"):
        read(filled.url, rewritten(file, tables=tables), replace=True)
    with psycopg.connect(filled.reader_url) as reader:
        assert reader.execute("SELECT count(*) FROM published.project_now").fetchone() == (21,)


def test_what_is_there_stays_where_the_server_refuses_the_dump(
    filled: Database, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = tmp_path / "pg_restore"
    client.write_text(
        "#!/bin/sh\n[ $1 = --version ] && echo 'pg_restore (PostgreSQL) 99.1' && exit\n"
        "echo 'CREATE TABLE published.x ();'; yes 'SELECT nothing;' | head -n 99999"
    )
    client.chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(StoreUnavailable, match="cannot be restored: schema"):
        read(filled.url, file, replace=True)
    with psycopg.connect(filled.reader_url) as reader:
        assert reader.execute("SELECT count(*) FROM published.project_now").fetchone() == (20,)


@pytest.mark.parametrize("damage", ["truncated", "flipped", "text", "absent", "folder"])
def test_what_is_no_whole_backup_is_refused(other: Database, file: Path, damage: str) -> None:
    whole = file.read_bytes()
    match damage:
        case "truncated":
            file.write_bytes(whole[: len(whole) // 2])
        case "flipped":
            middle = len(whole) // 2
            file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        case "text":
            file.write_text("not a backup")
        case "absent":
            file.unlink()
        case _:
            file = file.parent
    with pytest.raises(BadInput):
        read(other.url, file)
