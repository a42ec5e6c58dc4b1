"""Opaque signed cursors: where a paging run goes on, and what it counted at its start."""

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
    """Go on after the id `after`; the whole selection holds `matched`. `selection` ties it to its parameters."""

    after: str
    matched: int
    selection: str


def sign(cursor: Cursor, secret: bytes) -> str:
    """The cursor as text for a URL."""
    payload = json.dumps([cursor.after, cursor.matched, cursor.selection], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(_mac(payload, secret) + payload).decode().rstrip("=")


def verify(text: str, secret: bytes) -> Cursor:
    """The cursor of a text that `sign` made. Raises BadRequest for any other."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as cause:
        raise _forged() from cause
    if not hmac.compare_digest(raw[:16], _mac(raw[16:], secret)):
        raise _forged()
    after, matched, selection = json.loads(raw[16:])
    return Cursor(after, matched, selection)


def _mac(payload: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, payload, hashlib.sha256)[:16]


def _forged() -> BadRequest:
    return BadRequest("The cursor was not made by this service; begin at the first page.", parameter="cursor")
