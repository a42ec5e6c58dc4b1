"""Opaque signed cursors: where a paging run goes on, what it counted at its start, and the state it sees."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass

from geo.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Cursor:
    """Go on behind `after` (sort values and key, as text); the whole selection holds `matched`.

    `selection` ties it to its parameters, `publication` to the state that its first page saw.
    """

    after: tuple[str | None, ...]
    matched: int
    selection: str
    publication: int = 0


def sign(cursor: Cursor, secret: bytes) -> str:
    """The cursor as text for a URL."""
    parts = [cursor.after, cursor.matched, cursor.selection, cursor.publication]
    payload = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_mac(payload, secret) + payload).decode().rstrip("=")


def verify(text: str, secret: bytes) -> Cursor:
    """The cursor of a text that `sign` made. Raises BadRequest for any other."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as cause:
        raise _forged() from cause
    if not hmac.compare_digest(raw[:16], _mac(raw[16:], secret)):
        raise _forged()
    try:
        after, matched, selection, publication = json.loads(raw[16:])
    except ValueError as cause:  # signed by an older release
        raise _forged() from cause
    return Cursor(tuple(after), matched, selection, publication)


def _mac(payload: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, payload, hashlib.sha256)[:16]


def _forged() -> BadRequest:
    return BadRequest("The cursor was not made by this service; begin at the first page.", parameter="cursor")
