"""What every reader gives: a source of raw rows, chunk by chunk, exactly as sent."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Self, TypeAlias

from shapely.geometry.base import BaseGeometry

Value: TypeAlias = str | int | float | bool | list["Value"] | dict[str, "Value"] | None
"""A value as the file holds it; dates and instants are ISO 8601 text."""

CHUNK: Final = 5_000


@dataclass(slots=True)
class RawRow:
    """A row as sent: its number in the file (from 1, the header not counted), its values, its geometry.

    The geometry is in the file's CRS. `fault` says why a geometry or a row's shape could not be read: such a row is
    held, and the file goes on. Its rule is `fault_rule`.
    """

    number: int
    values: dict[str, Value]
    geometry: BaseGeometry | None = None
    fault: str | None = None
    fault_rule: str = "footprint.form"


@dataclass(slots=True, kw_only=True)
class Source(ABC):
    """An open file. Use as a context manager; `chunks` may be called more than once.

    `crs` is what the file says of itself (`EPSG:…` or WKT), or what the caller said; `None`: the file does not say.
    `has_geometry` is false for tables, whose geometry is in columns. `count` is the number of rows where the file
    says so without being read.
    """

    format: str
    columns: tuple[str, ...]
    layers: tuple[str, ...] = ()
    layer: str | None = None
    crs: str | None = None
    encoding: str | None = None
    has_geometry: bool = False
    geometry_type: str | None = None
    count: int | None = None

    @abstractmethod
    def chunks(self, size: int = CHUNK) -> Iterator[list[RawRow]]:
        """The rows from the first on, in lists of at most `size`. Raises BadInput when the file breaks off."""

    def close(self) -> None:  # noqa: B027
        """Give back what the source holds (private folders); most hold nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(slots=True, kw_only=True)
class MemorySource(Source):
    """Rows that are already in memory: what was pushed, or a test's."""

    rows: Sequence[RawRow] = field(default_factory=list)

    def chunks(self, size: int = CHUNK) -> Iterator[list[RawRow]]:
        """The rows, in lists of at most `size`."""
        for start in range(0, len(self.rows), size):
            yield list(self.rows[start : start + size])


def in_chunks(rows: Iterator[RawRow], size: int) -> Iterator[list[RawRow]]:
    """Lists of at most `size` rows."""
    chunk: list[RawRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
