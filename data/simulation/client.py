"""A client of the push interface over one lasting connection; busy and broken services are asked again."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

from data.simulation.sends import Send
from geo.errors import BadInput, GeoError

BASE: Final = "/intake/v1"
_TIMEOUT: Final = 600.0
_ATTEMPTS: Final = 60
_LONGEST_WAIT: Final = 30.0
_BUSY: Final = frozenset({429, 503})


class Unreachable(GeoError):  # noqa: N818
    """Nothing answers at the address, or nothing but that it is busy."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`state` is what became of the push, `refused` where nothing was stored; `again` where it was answered before.

    `tries` are requests that found the service busy or gone; `projects` those of a batch.
    """

    status: int
    state: str
    again: bool
    tries: int
    projects: int


class Client:
    """One connection; not shared between threads. Raises BadInput for an address that is none."""

    def __init__(self, url: str, tokens: Sequence[str]) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadInput(f"An address begins with http:// or https://, unlike {url!r}.")
        try:
            port = parts.port
        except ValueError as wrong:
            raise BadInput(f"The address {url!r} has no port that can be: {wrong}.") from wrong
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = kind(parts.hostname, port, timeout=_TIMEOUT)
        self._base = parts.path.rstrip("/") + BASE
        self._tokens = tokens

    def send(self, send: Send) -> Answer:
        """Push, and again while the service is busy or gone. Raises Unreachable after many attempts."""
        for tries in range(_ATTEMPTS):
            try:
                answer, text = self._ask(send)
            except (OSError, HTTPException):
                self._connection.close()
                time.sleep(min(0.1 * 2**tries, _LONGEST_WAIT) if tries < 10 else _LONGEST_WAIT)
                continue
            if answer.status not in _BUSY:
                return _read(answer, text, tries)
            time.sleep(_wait(answer))
        raise Unreachable(f"Nothing but errors from the service after {_ATTEMPTS} attempts.")

    def find_nobody(self, send: Send) -> bool:
        """Push once where nothing listens; gives whether that was refused, as in an outage."""
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            away = Client(f"http://127.0.0.1:{nobody.getsockname()[1]}", self._tokens)
            try:
                away._ask(send)
            except (OSError, HTTPException):
                return True
            finally:
                away.close()
        return False

    def close(self) -> None:
        """Close the connection; the next push opens another."""
        self._connection.close()

    def _ask(self, send: Send) -> tuple[HTTPResponse, bytes]:
        headers = {
            "Authorization": f"Bearer {self._tokens[send.key]}",
            "Content-Type": send.media_type,
            "Idempotency-Key": send.idempotency,
        }
        self._connection.request(send.method, self._base + send.path, send.body, headers)
        answer = self._connection.getresponse()
        return answer, answer.read()


def _wait(answer: HTTPResponse) -> float:
    told = answer.getheader("Retry-After") or "1"
    return min(float(told), _LONGEST_WAIT) if told.isdigit() else 1.0


def _read(answer: HTTPResponse, text: bytes, tries: int) -> Answer:
    if answer.status in {401, 403} or answer.status >= 500:
        raise Unreachable(f"The service answers {answer.status}: {text[:200].decode(errors='replace')}")
    told: Mapping[str, Any] = json.loads(text)
    again = answer.getheader("Idempotent-Replayed") == "true"
    projects = sum(told["counts"].values()) if told.get("kind") == "batch" else 0
    return Answer(answer.status, told.get("state", "refused"), again, tries, projects)
