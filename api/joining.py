"""The head of an answer leaves together with the beginning of its body: one packet, and half of what it costs."""

from __future__ import annotations

import asyncio
from typing import Final

_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
LONG: Final = 65_536
"""Bytes of a body that are not worth a copy to be joined."""


class Joined:
    """The transport of one answer, as far as uvicorn uses it: the first thing written is the head."""

    __slots__ = ("_begun", "_head", "_transport", "is_closing")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.is_closing = transport.is_closing
        self._head = b""
        self._begun = False

    def write(self, data: bytes) -> None:
        """Keep the head, send it with what follows, and everything after that at once."""
        if self._begun or data == _CONTINUE:
            self._transport.write(data)
        elif not self._head:
            self._head = data
        elif len(data) > LONG:
            self.flush()
            self._transport.write(data)
        else:
            self._begun = True
            self._transport.write(self._head + data)

    def flush(self) -> None:
        """Send a head that nothing follows."""
        if not self._begun:
            self._begun = True
            self._transport.write(self._head)

    def close(self) -> None:
        """Send what is kept, and close."""
        self.flush()
        self._transport.close()
