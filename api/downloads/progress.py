"""How far builds have got, for every process of the host to tell."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

_WRITE_SECONDS: Final = 0.3
_READING_SHARE: Final = 0.3
"""How much of a build is reading; the rest is writing."""


class State(StrEnum):
    """What a build is doing."""

    QUEUED = "queued"
    READING = "reading"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """A build: `progress` goes from 0 to 1; `file` is the address of what it makes; `error` why it failed."""

    key: str
    file: str
    state: State = State.QUEUED
    progress: float = 0.0
    features: int = 0
    error: str | None = None

    def reading(self, read: int, of: int) -> Progress:
        """So many features have been read, of about so many."""
        share = _READING_SHARE * min(read / of, 1.0) if of else 0.0
        return replace(self, state=State.READING, progress=round(share, 3), features=read)

    def writing(self, written: int, of: int) -> Progress:
        """So many features have been written."""
        share = _READING_SHARE + (1 - _READING_SHARE) * min(written / of if of else 0.0, 0.99)
        return replace(self, state=State.WRITING, progress=round(share, 3), features=written)

    def done(self) -> Progress:
        """The file is there."""
        return replace(self, state=State.DONE, progress=1.0)

    def failed(self, error: str) -> Progress:
        """It will not be there."""
        return replace(self, state=State.FAILED, error=error)


class Notebook:
    """A note for each build, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._noted: dict[str, tuple[float, State]] = {}

    def note(self, progress: Progress) -> None:
        """Note how far a build has got, at most a few times a second; a change of state at once."""
        last = self._noted.get(progress.key)
        now = time.monotonic()
        if last and last[1] is progress.state and now - last[0] < _WRITE_SECONDS:
            return
        self._noted[progress.key] = (now, progress.state)
        self._folder.mkdir(parents=True, exist_ok=True)
        written = self._folder / f".{progress.key}.{os.getpid()}"
        written.write_text(json.dumps(asdict(progress)), encoding="utf-8")
        written.replace(self._folder / f"{progress.key}.json")
        if progress.state in {State.DONE, State.FAILED}:
            del self._noted[progress.key]

    def read(self, key: str) -> Progress | None:
        """How far a build has got; None where nothing is known of it."""
        try:
            noted = json.loads((self._folder / f"{key}.json").read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return Progress(**noted | {"state": State(noted["state"])})

    def forget(self, older_than: float) -> None:
        """Remove old notes; `older_than` is an instant of the system's clock."""
        for path in self._folder.glob("*.json"):
            if path.stat().st_mtime < older_than:
                path.unlink(missing_ok=True)
