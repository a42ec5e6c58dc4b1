"""Sessions of the operator page: a signed cookie that names a key, never its secret, and a token for its forms."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

COOKIE: Final = "allimi_operator"
SECONDS: Final = 8 * 3600
"""After so long one logs in again."""


@dataclass(frozen=True, slots=True)
class Session:
    """Whose key it is, since when (seconds of the epoch), and what makes it one of its own."""

    key_id: str
    began: int
    nonce: str

    def form_token(self, secret: bytes) -> str:
        """What a form of this session carries: no page of another site knows it."""
        return _signature(secret, f"form {self.key_id} {self.nonce}")


def begin(key_id: str) -> Session:
    """A new session of a key."""
    return Session(key_id, int(time.time()), secrets.token_hex(16))


def set_cookie(response: Response, session: Session, secret: bytes, *, secure: bool) -> None:
    """Have the browser keep the session."""
    text = json.dumps([session.key_id, session.began, session.nonce])
    value = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    signed = f"{value}.{_signature(secret, value)}"
    response.set_cookie(COOKIE, signed, max_age=SECONDS, path="/", secure=secure, httponly=True, samesite="strict")


def forget(response: Response) -> None:
    """Have the browser forget it."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")


def session_of(cookie: str | None, secret: bytes) -> Session | None:
    """The session of a cookie; None where it is forged, or too old."""
    value, _, signature = (cookie or "").partition(".")
    if not hmac.compare_digest(_signature(secret, value).encode(), signature.encode()):
        return None
    try:
        key_id, began, nonce = json.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    except (ValueError, binascii.Error):
        return None
    session = Session(key_id, began, nonce)
    return session if 0 <= time.time() - session.began < SECONDS else None


def is_of(session: Session, token: str, secret: bytes) -> bool:
    """Whether a form's token is of this session."""
    return hmac.compare_digest(session.form_token(secret).encode(), token.encode())


def _signature(secret: bytes, text: str) -> str:
    return hmac.new(secret, b"operator " + text.encode(), hashlib.sha256).hexdigest()
