"""An answer that is there as a whole is written in one go: looked through once, not header by header.

uvicorn takes an answer in two messages and looks at the name and the value of every header by themselves; with all the
headers that an answer carries here, that took as long as a third of the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from api.http.writing import Header, lines_of

_CONTROLS: Final = frozenset(range(0x20)) - {0x09} | {0x7F}
_TEXT: Final = bytes(byte for byte in range(0x100) if byte not in _CONTROLS)
"""What a line of a head is made of; also what uvicorn lets pass in a value."""
_END: Final = b"\r\n"
_BARE: Final = frozenset({204, 304})
"""Answers that have no body, and so no length."""


def write_whole(cycle: RequestResponseCycle, status: int, headers: Sequence[Header], lines: bytes, body: bytes) -> bool:
    """Write an answer as uvicorn would, with more headers that are `lines` already.

    False where nothing was written, since the answer has to wait, its client has gone, or its head is not right: then
    it is to be sent by messages.
    """
    if cycle.response_started or cycle.disconnected or cycle.flow.write_paused:
        return False
    head = lines_of(headers)
    if head.translate(None, _TEXT) != _END * len(headers) or not _says_length(headers, status, body):
        return False
    cycle.response_started, cycle.waiting_for_100_continue = True, False
    usual = lines_of(cycle.default_headers)
    closing = b"" if cycle.keep_alive else b"connection: close\r\n"
    cycle.transport.write(b"%b%b%b%b%b\r\n" % (STATUS_LINE[status], usual, head, lines, closing))
    if body and cycle.scope["method"] != "HEAD":
        cycle.transport.write(body)
    _complete(cycle)
    return True


def _says_length(headers: Sequence[Header], status: int, body: bytes) -> bool:
    if status in _BARE:
        return not body
    return (b"content-length", b"%d" % len(body)) in headers


def _complete(cycle: RequestResponseCycle) -> None:
    cycle.response_complete = True
    cycle.message_event.set()
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()
