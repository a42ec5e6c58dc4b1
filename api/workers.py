"""Several processes that serve one listening socket: kept alive, and restarted one after the other on SIGHUP."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import Final

import structlog

START_SECONDS: Final = 60.0
"""How long a process may take until it answers."""
LOOK_SECONDS: Final = 0.2
STEADY_SECONDS: Final = 10.0
"""A process that lived shorter is not replaced at once."""
_log = structlog.get_logger("allimi.workers")


class Worker:
    """One process, which says by a pipe that it answers."""

    def __init__(
        self, listening: socket.socket, links: str, environment: Mapping[str, str], *, public: bool = False
    ) -> None:
        self.began = time.monotonic()
        ready, said = os.pipe()
        self._ready: int | None = ready
        safe = ["-P"] if sys.flags.safe_path else []
        told = [str(listening.fileno()), str(said), links, *(["--public"] if public else [])]
        self._process = subprocess.Popen(
            [sys.executable, *safe, "-m", "api.cli", "worker", *told],
            env=environment,
            pass_fds=(listening.fileno(), said),
            process_group=0,  # Ctrl-C in a terminal is for the first process alone, which hands it on
        )
        os.close(said)

    def answers(self) -> bool | None:
        """True once it answers, False when it has ended before, None as long as neither is known."""
        if self._ready is None:
            return False
        if not select.select([self._ready], [], [], LOOK_SECONDS)[0]:
            return None
        return os.read(self._ready, 1) == b"1"

    def lives(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Tell it to finish what it is answering and to end; told twice, it ends at once."""
        self._process.send_signal(signal.SIGTERM)

    def end(self, seconds: float) -> int:
        """Its exit code; one that does not end in time is killed."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()
        finally:
            if self._ready is not None:
                os.close(self._ready)
                self._ready = None


class Workers:
    """So many processes; `announce` is called once all of them answer."""

    def __init__(
        self, number: int, start: Callable[[], Worker], *, drain: timedelta, announce: Callable[[], None]
    ) -> None:
        self._number = number
        self._start = start
        self._patience = drain.total_seconds() + 10
        self._announce = announce
        self._running: list[Worker] = []
        self._signals: SimpleQueue[int] = SimpleQueue()
        self._stopping = False

    def serve(self) -> None:
        """Serve until SIGINT or SIGTERM; SIGHUP replaces every process. Raises SystemExit where none can start."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda received, _: self._signals.put(received))
        try:
            self._fill()
            if not self._stopping:
                self._announce()
            while not self._stopping:
                self._look()
        finally:
            self._stop()

    def _fill(self) -> None:
        """Start all of them; where one cannot, neither can the others."""
        self._running += [self._start() for _ in range(self._number)]
        for worker in self._running:
            if not self._wait_for(worker) and not self._stopping:
                raise SystemExit(worker.end(1) or 1)

    def _wait_for(self, worker: Worker) -> bool:
        """Whether the process answers in time; False also where a signal to stop comes meanwhile."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and not self._stopping:
            self._listen(0)
            answers = worker.answers()
            if answers is not None:
                return answers
        return False

    def _look(self) -> None:
        """Replace what has ended, and hear signals."""
        if self._listen(LOOK_SECONDS):
            self._replace_all()
        for worker in [worker for worker in self._running if not worker.lives()]:
            if time.monotonic() - worker.began > STEADY_SECONDS:
                self._running.remove(worker)
                _log.error("a process has ended; another takes its place", code=worker.end(0))
                self._running.append(self._start())

    def _listen(self, seconds: float) -> bool:
        """Hear a signal to stop; whether there is one to restart."""
        received = self._heard(seconds)
        self._stopping = self._stopping or received in {signal.SIGINT, signal.SIGTERM}
        return received == signal.SIGHUP

    def _heard(self, seconds: float) -> int | None:
        try:
            return self._signals.get(timeout=seconds) if seconds else self._signals.get_nowait()
        except Empty:
            return None

    def _replace_all(self) -> None:
        """Replace one after the other; as soon as a new one does not answer, the old ones stay."""
        _log.info("restarting every process")
        for old in list(self._running):
            new = self._start()
            if not self._wait_for(new):
                new.stop()
                new.end(self._patience)
                _log.error("a new process does not answer; the old ones stay")
                return
            self._running[self._running.index(old)] = new
            old.stop()
            old.end(self._patience)

    def _stop(self) -> None:
        """Let them finish; a second signal ends them at once."""
        for worker in self._running:
            worker.stop()
        until = time.monotonic() + self._patience
        while any(worker.lives() for worker in self._running) and time.monotonic() < until:
            if self._heard(LOOK_SECONDS) in {signal.SIGINT, signal.SIGTERM}:
                for worker in self._running:
                    worker.stop()
        for worker in self._running:
            worker.end(0)
