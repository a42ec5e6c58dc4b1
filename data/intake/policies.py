"""A disclosure policy that is applied to what is published holds for all who publish, whichever they have read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from psycopg import Connection

from data.policy import DEFAULT_POLICY
from geo.errors import BadInput, SchemaMismatch
from geo.sql import query

_OTHER: Final = (
    "Another disclosure policy was applied since this program read its own: nothing is published by the earlier one. "
    "It has to be started again."
)
NOTHING_SEEN: Final = 0
"""Of a watch that began before the database answered: any policy applied last but its own is another."""


class PolicyWatch:
    """Looks whether another policy than that of a file was applied since the load that was `seen` last."""

    def __init__(self, digest: bytes, seen: int) -> None:
        self._digest, self._seen = digest, seen

    def must_hold(self, connection: Connection) -> None:
        """Raise SchemaMismatch where another policy was applied; under the publication lock, before the commit."""
        row = connection.execute(query("intake/policy_since"), {"seen": self._seen}).fetchone()
        last, digest = row or (None, None)
        if digest is not None and digest != self._digest:
            raise SchemaMismatch(_OTHER)
        self._seen = max(self._seen, last or 0)


def digest_of(policy: Path | None) -> bytes:
    """The SHA-256 of a policy's file, the default one where none is named; made before the policy is read.

    Raises BadInput where it cannot be read.
    """
    path = policy or DEFAULT_POLICY
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError as cause:
        raise BadInput(f"The policy {path.name} cannot be read: {cause}.") from cause


def watch(connection: Connection, policy: Path | None) -> PolicyWatch:
    """A watch over a policy's file from now on; the policy is read after that."""
    row = connection.execute("SELECT coalesce(max(id), 0) FROM intake.load").fetchone()
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return PolicyWatch(digest_of(policy), int(row[0]))
