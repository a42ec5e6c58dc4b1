"""Run the SQL script that `pg_restore` makes of a dump, inside of a transaction that others decide on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Final

import psycopg
from psycopg import Connection

from data.backup.archive import CHUNK
from geo.errors import StoreUnavailable

_COPY: Final = re.compile(rb"COPY .+ FROM stdin;\n")
_END: Final = b"\\.\n"
"""The line that ends the rows of a COPY; in a row a backslash is doubled."""
_SKIPPED: Final = (b"\\restrict ", b"\\unrestrict ", b"SET transaction_timeout ")
"""Lines of newer clients: meant for psql alone, or unknown to an older server."""


def run_script(connection: Connection, script: IO[bytes]) -> None:
    """Run it statement by statement, the rows of its COPYs too. Raises StoreUnavailable where the server refuses."""
    try:
        _run(connection, script)
    except psycopg.Error as cause:
        if connection.broken:
            raise
        raise StoreUnavailable(f"The backup cannot be restored: {cause.diag.message_primary}.") from cause


def _run(connection: Connection, script: IO[bytes]) -> None:
    statements: list[bytes] = []
    for line in script:
        if _COPY.fullmatch(line):
            connection.execute(b"".join(statements))
            _copy(connection, line, script)
            statements.clear()
        elif not line.startswith(_SKIPPED):
            statements.append(line)
    connection.execute(b"".join(statements))


def _copy(connection: Connection, statement: bytes, script: IO[bytes]) -> None:
    with connection.cursor().copy(statement) as rows:
        for chunk in _chunks(script):
            rows.write(chunk)


def _chunks(script: IO[bytes]) -> Iterator[bytes]:
    """The rows of a COPY in pieces of about a megabyte: a call for each row would take most of the time."""
    held, size = [], 0
    for line in script:
        if line == _END:
            break
        held.append(line)
        size += len(line)
        if size >= CHUNK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
