"""What holds the items of a batch, kept aside while all else of it is taken back: in a file, where it is much."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Any, Final, Self

from geo.intake.pushes import Settled

_IN_MEMORY: Final = 1_000_000


class Aside:
    """Items with their reasons, in the order in which they were put."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile[bytes](_IN_MEMORY)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, settled: Iterable[Settled]) -> None:
        """Keep items that are held."""
        for one in settled:
            self._file.write(json.dumps([one.number, one.reasons]).encode() + b"\n")

    def settled(self, state: str) -> Iterator[Settled]:
        """All of them in this state."""
        self._file.seek(0)
        for line in self._file:
            told: tuple[int, Sequence[Mapping[str, Any]]] = json.loads(line)
            yield Settled(told[0], state, told[1])
