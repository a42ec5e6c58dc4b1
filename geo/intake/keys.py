"""Keys of agencies: 256 random bits each, of which only the SHA-256 is kept."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from geo.errors import BadInput, NotFound
from geo.sql import query

PREFIX: Final = "allimi"
_FORM: Final = re.compile(r"allimi_([0-9a-f]{12})_([0-9a-f]{64})")
_AGENCY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOBODY: Final = bytes(32)


class Scope(StrEnum):
    """What a key may do."""

    SUBMIT = "submit"
    APPROVE = "approve"
    READ_WITHHELD = "read-withheld"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret; `names` are the agency's, empty where the key does not say them."""

    id: str
    agency: str
    names: Mapping[str, str]
    scopes: Sequence[str]
    label: str
    created_at: datetime
    revoked_at: datetime | None

    def may(self, scope: Scope) -> bool:
        """Whether the key has the scope."""
        return scope in self.scopes


@dataclass(frozen=True, slots=True)
class _Stored(Key):
    secret_sha256: bytes


def add_key(
    connection: Connection, agency: str, *, scopes: Sequence[Scope], names: Mapping[str, str], label: str = ""
) -> tuple[Key, str]:
    """Make a key of an agency; gives it with the token, which is nowhere to be found later. The caller commits.

    Raises BadInput for a code that no agency can have, or without a scope.
    """
    if not _AGENCY.fullmatch(agency) or len(agency) > 60:
        raise BadInput("An agency's code is made of small letters, digits and single hyphens, at most 60.")
    if not scopes:
        raise BadInput(f"A key needs a scope: {', '.join(Scope)}.")
    identifier, secret = secrets.token_hex(6), secrets.token_hex(32)
    values = {
        "id": identifier,
        "agency": agency,
        "names": Jsonb(dict(names)),
        "scopes": sorted(set(scopes)),
        "label": label,
        "secret": _hash(secret),
    }
    with connection.cursor(row_factory=class_row(Key)) as cursor:
        key = cursor.execute(query("intake/add_key"), values).fetchone()
    assert key is not None  # noqa: S101 - INSERT ... RETURNING of one row
    return key, f"{PREFIX}_{identifier}_{secret}"


def keys(connection: Connection, agency: str | None = None) -> list[Key]:
    """The keys of an agency, or all, oldest first; revoked ones too."""
    with connection.cursor(row_factory=class_row(Key)) as cursor:
        return cursor.execute(query("intake/keys"), {"agency": agency}).fetchall()


def revoke(connection: Connection, identifier: str) -> Key:
    """Revoke a key from now on. Raises NotFound where none has the id, or it is revoked already."""
    with connection.cursor(row_factory=class_row(Key)) as cursor:
        key = cursor.execute(query("intake/revoke_key"), {"id": identifier}).fetchone()
    if key is None:
        raise NotFound(f"No key in force has the id {identifier!r}.")
    return key


def key_of(connection: Connection, token: str) -> Key | None:
    """The key whose token this is, revoked or not; None where there is none.

    The secret is compared in constant time, also where no key has the id.
    """
    form = _FORM.fullmatch(token)
    identifier, secret = form.groups() if form else ("", "")
    stored = _stored(connection, identifier)
    same = hmac.compare_digest(_hash(secret), stored.secret_sha256 if stored else _NOBODY)
    return stored if stored is not None and same else None


def key_in_force(connection: Connection, identifier: str) -> Key | None:
    """The key of this id, where it is not revoked; for a session that began with its token."""
    stored = _stored(connection, identifier)
    return stored if stored is not None and stored.revoked_at is None else None


def _stored(connection: Connection, identifier: str) -> _Stored | None:
    with connection.cursor(row_factory=class_row(_Stored)) as cursor:
        return cursor.execute(query("intake/key"), {"id": identifier}).fetchone()


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
