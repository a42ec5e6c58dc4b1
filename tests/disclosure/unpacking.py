"""What is packed in an answer, and what of it is about one work: rows, features, versions, entries."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any

import pyarrow.parquet
import pyogrio

from tests.mvt import read_tile

WORKS = ("M1", "M2", "N1", "N2", "R1", "S1", "K1", "K2")
"""The works that markers are planted in."""
_IDS = "|".join(WORKS)
_NAMED = re.compile(rf"[/>\"'-](?:{_IDS})(?=[<\"'/?#&]|$)".encode(), re.MULTILINE)
_ABOUT_ONE = re.compile(rf"/(?:{_IDS})(?=[/.?]|$)")
_PIECES = re.compile(rb"<(row|Placemark|entry|li|tr|article)\b.*?</\1>", re.DOTALL)


@dataclass
class Answered:
    """An answer with all that it says: head and body."""

    address: str
    status: int
    head: bytes
    body: bytes
    _tables: list[list[Any]] | None = field(default=None, repr=False)

    def parts(self) -> Iterator[bytes]:
        """The head, the body, and what is packed in it."""
        yield self.head
        yield self.body
        yield from self._packed()
        for row in self.tables():
            yield _written(row)
            yield from (cell for cell in row if isinstance(cell, bytes))

    def records(self) -> Iterator[bytes]:
        """What is about a planted work alone."""
        if _ABOUT_ONE.search(self.address.partition("?")[0]):
            yield self.body
        yield from (_written(row) for row in self.tables() if any(cell == one for cell in row for one in WORKS))
        for part in (self.body, *self._packed()):
            yield from (piece[0] for piece in _PIECES.finditer(part) if _NAMED.search(piece[0]))
            yield from _of_json(part)
            yield from _of_tile(part)
        if self.body.startswith(b"\xef\xbb\xbf"):
            lines = csv.reader(io.StringIO(self.body.decode("utf-8-sig")))
            yield from (_written(line) for line in lines if not {*line}.isdisjoint(WORKS))

    def _packed(self) -> Iterator[bytes]:
        if self.body.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(self.body)) as packed:
                yield from (packed.read(name) for name in packed.namelist())
        elif not self.body.startswith((b"SQLite", b"PAR1", b"{", b"<")):
            for found in re.finditer(b"\x1f\x8b\x08", self.body):
                with suppress(zlib.error, EOFError, OSError):
                    yield gzip.GzipFile(fileobj=io.BytesIO(self.body[found.start() :])).read(2**24)

    def tables(self) -> list[list[Any]]:
        """The rows of formats whose bytes cannot be searched as they lie, or in which rows must be told apart."""
        if self._tables is None:
            self._tables = list(_rows(self.body, self.address))
        return self._tables


def _rows(body: bytes, address: str) -> Iterator[list[Any]]:
    if body.startswith(b"PAR1"):
        yield from (list(row.values()) for row in pyarrow.parquet.read_table(io.BytesIO(body)).to_pylist())
    elif body.startswith(b"SQLite"):
        yield from _of_database(body)
    elif body.startswith(b"fgb") or (".shp.zip" in address and body.startswith(b"PK")):
        for layer, _ in pyogrio.list_layers(body):
            _, table = pyogrio.read_arrow(body, layer=layer)
            yield from (list(row.values()) for row in table.to_pylist())


def _of_database(body: bytes) -> Iterator[list[Any]]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(body)
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for name in names:
            yield from (list(row) for row in database.execute(f'SELECT * FROM "{name}"'))


def _of_json(part: bytes) -> Iterator[bytes]:
    if not part.startswith(b"{"):
        return
    try:
        told = [json.loads(part)]
    except ValueError:
        told = [json.loads(line) for line in part.splitlines() if line.startswith(b"{") and line.endswith(b"}")]
    yield from (json.dumps(one, ensure_ascii=False).encode() for one in _about(told))


def _about(value: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON value
    match value:
        case dict() if _names_a_work(value):
            yield value
        case dict():
            for inner in value.values():
                yield from _about(inner)
        case list():
            for inner in value:
                yield from _about(inner)


def _names_a_work(value: dict[str, Any]) -> bool:
    named = (str(value.get(name)).rpartition("-")[2] for name in ("id", "project", "one", "other"))
    return any(one in WORKS for one in named)


def _of_tile(part: bytes) -> Iterator[bytes]:
    if part[:1] != b"\x1a":
        return
    for features in read_tile(part).values():
        yield from (_written(one.properties.values()) for one in features if one.properties.get("id") in WORKS)


def _written(row: Iterable[Any]) -> bytes:
    return "\n".join(str(cell) for cell in row if cell is not None and not isinstance(cell, bytes)).encode()
