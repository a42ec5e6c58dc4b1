"""What holds the items of a batch, kept aside while all else of it is taken back: in a file, where it is much."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from data.intake.findings import Finding
from geo.intake.pushes import Settled

_IN_MEMORY: Final = 1_000_000


class Aside:
    """Reasons by item, in the order in which they were put."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile[bytes](_IN_MEMORY)

    def put(self, number: int, findings: Sequence[Finding]) -> None:
        """Keep why an item is held."""
        line = json.dumps([number, [one.document() for one in findings]])
        self._file.write(line.encode() + b"\n")

    def settled(self, state: str) -> Iterator[Settled]:
        """Every item in this state with its reasons; the file is gone afterwards."""
        self._file.seek(0)
        for line in self._file:
            told: tuple[int, list[dict[str, Any]]] = json.loads(line)
            yield Settled(told[0], state, told[1])
        self._file.close()
