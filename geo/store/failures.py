"""Why the database cannot be used, said in words that anyone may read: no host, no login, nothing of the data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import asyncpg
import psycopg

from geo.errors import BadRequest, LibraryTooOld, StoreUnavailable

AWAY: Final = "The database does not answer; try again in a moment."
_REFUSED: Final = "The database refuses the login: its user or password is wrong, or it may not connect."
_NO_DATABASE: Final = "The server has no database of that name."
_BUSY: Final = "Every connection to the database is in use; try again in a moment."
_NOT_MIGRATED: Final = "The database is not migrated, or its login may not read it; `allimi migrate` mends both."
_TOO_LONG: Final = "The question took the database too long; ask for less, or try again in a moment."

_LOST: Final[tuple[tuple[tuple[type[Exception], ...], str], ...]] = (
    ((asyncpg.QueryCanceledError,), _TOO_LONG),
    ((asyncpg.InvalidAuthorizationSpecificationError,), _REFUSED),
    ((asyncpg.InvalidCatalogNameError,), _NO_DATABASE),
    ((asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError, asyncpg.InsufficientPrivilegeError), _NOT_MIGRATED),
    ((asyncpg.InsufficientResourcesError,), _BUSY),
    (
        (
            OSError,
            TimeoutError,
            asyncpg.PostgresConnectionError,
            asyncpg.CannotConnectNowError,
            asyncpg.OperatorInterventionError,
            asyncpg.InterfaceError,
            asyncpg.InternalClientError,
        ),
        AWAY,
    ),
)
_ASKED: Final = (asyncpg.DataError, asyncpg.ProgramLimitExceededError)
_NOT_COMPUTED: Final = "A value that was asked for cannot be computed with, or the question is too large."
_SAID: Final = (
    ("authentication failed", _REFUSED),
    ("no password supplied", _REFUSED),
    ("no pg_hba.conf entry", _REFUSED),
    ('role "', _REFUSED),
    ('database "', _NO_DATABASE),
    ("too many clients", _BUSY),
    ("remaining connection slots", _BUSY),
)


@contextmanager
def reading() -> Iterator[None]:
    """Turn what asyncpg raises, when the database cannot answer, into StoreUnavailable; faults of ours stay.

    Raises BadRequest where the values of the question are at fault: a division by nought, a number out of range.
    """
    try:
        yield
    except _ASKED as cause:
        raise BadRequest(_NOT_COMPUTED) from cause
    except tuple(kind for kinds, _ in _LOST for kind in kinds) as cause:
        text = next(text for kinds, text in _LOST if isinstance(cause, kinds))
        raise StoreUnavailable(text) from cause


def unreachable(cause: Exception) -> StoreUnavailable:
    """The reason why libpq could not connect."""
    said = str(cause)
    return StoreUnavailable(next((text for sign, text in _SAID if sign in said), AWAY))


def must_be_able() -> None:
    """Raise LibraryTooOld unless psycopg can take rows in pieces, as long answers are taken."""
    if not psycopg.capabilities.has_stream_chunked():
        found = psycopg.pq.version_pretty(psycopg.pq.version())
        raise LibraryTooOld(
            f"psycopg uses libpq {found}, and this program needs 17 or newer: `pip install 'psycopg[binary]'`."
        )


def connect(url: str, *, autocommit: bool = False) -> psycopg.Connection:
    """A connection of a tool. Raises StoreUnavailable with the reason, LibraryTooOld."""
    must_be_able()
    try:
        return psycopg.connect(url, application_name="allimi", connect_timeout=5, autocommit=autocommit)
    except psycopg.OperationalError as cause:
        raise unreachable(cause) from cause


@contextmanager
def lasting(connection: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """The connection in one transaction. Raises StoreUnavailable when it breaks off: then nothing was written."""
    try:
        with connection:
            yield connection
    except psycopg.OperationalError as cause:
        if connection.broken:
            raise StoreUnavailable(AWAY) from cause
        raise
