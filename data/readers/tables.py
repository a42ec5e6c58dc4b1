"""CSV and TSV files, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.readers.source import CHUNK, RawRow, Source, Value, in_chunks
from data.readers.texts import encoding_of, head, not_decodable, open_text
from data.rules import storable
from geo.errors import BadInput

FIELD: Final = 16 * 2**20
"""Longest value in characters: a footprint of 100,000 vertices as WKT has about 4 million."""
DELIMITERS: Final = ",;\t|"


@dataclass(slots=True, kw_only=True)
class TableSource(Source):
    """A CSV or TSV file; empty lines are not rows, an empty value is `None`."""

    path: Path
    delimiter: str

    def chunks(self, size: int = CHUNK) -> Iterator[list[RawRow]]:
        """The rows in lists of at most `size`. Raises BadInput for broken quoting or another encoding."""
        return in_chunks(self._rows(), size)

    def _rows(self) -> Iterator[RawRow]:
        records = _records(self.path, self.encoding or "utf-8-sig", self.delimiter)
        next(records)
        for number, record in enumerate(records, 1):
            yield _row(number, self.columns, record)


def open_table(path: Path, *, encoding: str | None, crs: str | None, delimiter: str | None) -> TableSource:
    """Open a table; the delimiter is found in its header line when it is not said."""
    start = head(path)
    code = encoding_of(start, encoding)
    sign = delimiter or _delimiter(start.decode(code, errors="replace"))
    try:
        header = next(_records(path, code, sign))
    except StopIteration:
        raise BadInput(f"The file {path.name} is empty.") from None
    return TableSource(format="csv", columns=unique_columns(header), crs=crs, encoding=code, path=path, delimiter=sign)


def unique_columns(header: list[str]) -> tuple[str, ...]:
    """Column names without outer blanks, each once: an empty one becomes `column 3`, a second `x` becomes `x (2)`."""
    names: dict[str, None] = {}
    for position, raw in enumerate(header, 1):
        base = storable(raw).strip() or f"column {position}"
        name, count = base, 2
        while name in names:
            name, count = f"{base} ({count})", count + 1
        names[name] = None
    return tuple(names)


def _delimiter(text: str) -> str:
    line = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    return max(DELIMITERS, key=line.count)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(FIELD)
    with open_text(path, encoding) as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            yield from (record for record in reader if record)
        except csv.Error as error:
            raise BadInput(f"The file {path.name} breaks off at line {reader.line_num}: {error}.") from error
        except UnicodeDecodeError as error:
            raise not_decodable(path, encoding, error) from error
        except (OSError, EOFError) as error:
            raise BadInput(f"The file {path.name} is not a whole gzip file.") from error


def _row(number: int, columns: tuple[str, ...], record: list[str]) -> RawRow:
    values: dict[str, Value] = {name: text or None for name, text in zip(columns, record, strict=False)}
    if any("\0" in text for text in record):
        values = {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}
    if len(record) == len(columns):
        return RawRow(number, values)
    values.update({f"column {n}": text for n, text in enumerate(record[len(columns) :], len(columns) + 1)})
    message = f"The row has {len(record)} values, the header {len(columns)} columns."
    return RawRow(number, values, None, message, "row.columns")
