"""An answer is read in time, or its connection is ended: uvicorn alone would keep one that nobody reads for ever."""

from __future__ import annotations

import asyncio
import fcntl
import socket
import struct
import termios
from contextlib import suppress
from typing import ClassVar, Final

import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.http.holding import EXTENSION

LEAST_READ: Final = 65_536
"""Bytes of a waiting answer that a client has to take within the time for it."""
_log = structlog.get_logger("allimi.http")


class Unread:
    """Answers of a process that wait for their readers; those that wait longest give way where all are too much."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: dict[ReadInTime, None] = {}

    def add(self, reader: ReadInTime) -> None:
        """An answer begins to wait."""
        self._waiting[reader] = None
        total = sum(waiting.waiting_bytes() for waiting in self._waiting)
        for oldest in list(self._waiting):
            if total <= self._most:
                return
            total -= oldest.waiting_bytes()
            oldest.give_up("too much is unread")

    def remove(self, reader: ReadInTime) -> None:
        """It waits no more."""
        self._waiting.pop(reader, None)


class ReadInTime(HttpToolsProtocol):
    """uvicorn's HTTP/1.1, which ends a connection whose client does not read its answer."""

    read_seconds: ClassVar[float] = 30.0
    unread: ClassVar[Unread] = Unread(64 * 1024 * 1024)

    _look: asyncio.TimerHandle | None = None
    _before = 0
    _held = 0

    def on_message_begin(self) -> None:
        """Let an answer that is sent in pieces say how much of it is kept."""
        super().on_message_begin()
        self.scope["extensions"] = {EXTENSION: self._hold}  # type: ignore[dict-item]

    def on_response_complete(self) -> None:
        """Look after what is left to read of the last answer of a connection."""
        self._held = 0
        super().on_response_complete()
        if self.transport.is_closing():
            self._look_later()

    def timeout_keep_alive_handler(self) -> None:
        """Close the idle connection, even where its client never reads the end of the last answer."""
        super().timeout_keep_alive_handler()
        self._look_later()

    def pause_writing(self) -> None:
        """The answer waits for its reader."""
        super().pause_writing()
        self.unread.add(self)
        self._look_later()

    def resume_writing(self) -> None:
        """The reader has taken nearly all of it."""
        super().resume_writing()
        self.unread.remove(self)
        if not self.transport.is_closing():
            self._look_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for its reader no more."""
        self._look_no_more()
        self.unread.remove(self)
        super().connection_lost(exc)

    def waiting_bytes(self) -> int:
        """Bytes of answers that are kept until they are read."""
        return self.transport.get_write_buffer_size() + self._held

    def give_up(self, why: str) -> None:
        """End the connection without the rest of its answer."""
        _log.info("gave up a reader", why=why, unread=self.waiting_bytes())
        self.unread.remove(self)
        with suppress(OSError):  # the system's own queue is given up too
            self._socket().setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def _hold(self, size: int) -> None:
        self._held = size

    def _look_later(self) -> None:
        if self._look is None and self.transport.get_write_buffer_size():
            self._before = self._unread_bytes()
            self._look = self.loop.call_later(self.read_seconds, self._look_at_reader)

    def _look_no_more(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _look_at_reader(self) -> None:
        self._look = None
        if self.transport.get_write_buffer_size() and self._unread_bytes() > max(self._before - LEAST_READ, 0):
            self.give_up("it does not read")
        else:
            self._look_later()

    def _unread_bytes(self) -> int:
        """Bytes that the client has not taken yet, those in the system's own queue too: it is large and moves first."""
        queued = b"\0" * 4
        with suppress(OSError, ValueError):  # not every system tells it
            queued = fcntl.ioctl(self._socket().fileno(), termios.TIOCOUTQ, queued)
        return self.transport.get_write_buffer_size() + int(struct.unpack("i", queued)[0])

    def _socket(self) -> socket.socket:
        found: socket.socket = self.transport.get_extra_info("socket")
        return found
