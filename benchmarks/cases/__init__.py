"""The cases: what is asked, the bare SQL of the same content, and the floors that hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from benchmarks.cases import features, filters, tiles
from benchmarks.cases.case import Case


def every_case(base: str, rows: int, only: str = "") -> Iterator[Case]:
    """The cases whose names hold the text; each is made when its turn comes, by asking the service at `base`."""
    for case in chain(features.cases(base, rows, only), filters.cases(rows), tiles.cases(base, rows, only)):
        if only in case.name:
            yield case
