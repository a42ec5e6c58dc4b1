"""XLSX workbooks: one sheet as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from data.readers.source import CHUNK, RawRow, Source, Value, in_chunks
from data.readers.tables import unique_columns
from data.rules import storable
from geo.errors import BadInput


@dataclass(slots=True, kw_only=True)
class SheetSource(Source):
    """A sheet whose first row with any value names the columns.

    Dates are ISO 8601 text, whole numbers `int`.
    """

    sheet: Any

    def chunks(self, size: int = CHUNK) -> Iterator[list[RawRow]]:
        """The rows in lists of at most `size`; rows without any value are not rows."""
        return in_chunks(self._rows(), size)

    def _rows(self) -> Iterator[RawRow]:
        for number, cells in enumerate(islice(_filled(self.sheet), 1, None), 1):
            values = {name: _plain(cell) for name, cell in zip(self.columns, cells, strict=False)}
            yield RawRow(number, values)


def open_workbook(path: Path, *, layer: str | None, crs: str | None) -> SheetSource:
    """Open a sheet; the only visible one with rows when none is named. Raises BadInput otherwise."""
    import python_calamine as calamine  # noqa: PLC0415

    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        names = tuple(book.sheet_names)
        filled = tuple(name for name in names if layer in {None, name} and book.get_sheet_by_name(name).height > 1)
        name = layer or (filled[0] if len(filled) == 1 else None)
        if name is None or name not in names:
            raise BadInput(f"The workbook {path.name} has the sheets {', '.join(names)}; say which with layer.")
        sheet = book.get_sheet_by_name(name)
        header = next(_filled(sheet), [])
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError) as error:
        raise BadInput(f"The workbook {path.name} cannot be read: {error}.") from error
    if not header:
        raise BadInput(f"The sheet {name!r} of {path.name} is empty.")
    columns = unique_columns([str(cell) for cell in header])
    return SheetSource(
        format="xlsx",
        columns=columns,
        layers=names,
        layer=name,
        crs=crs,
        encoding="utf-8",
        sheet=sheet,
    )


def _filled(sheet: Any) -> Iterator[list[Any]]:  # noqa: ANN401
    return (cells for cells in sheet.iter_rows() if any(cell != "" for cell in cells))


def _plain(cell: Any) -> Value:  # noqa: ANN401
    if cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    plain: Value = storable(cell) if isinstance(cell, str) else cell
    return plain
