"""XLSX (ECMA-376): written in a stream, every text a text, so that none can be a formula."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Final, TypeAlias
from xml.sax.saxutils import escape

from data.exports.about import About
from data.exports.columns import AS_JSON, Column, Kind
from data.exports.packing import opened
from data.exports.rows import FOOTPRINT, Row, names_text
from data.exports.sheets import FIXED, sheet_head, workbook_parts
from data.exports.source import Source
from data.tables import WITHHELD
from data.totals import hidden
from geo.details import exact_json

MOST_ROWS: Final = 1_048_576
"""Rows of a sheet, the one that names the columns included."""
LONGEST: Final = 32_767
"""Characters of a cell at most, in UTF-16: one beyond the first 65,536 counts two."""
EXACT_DIGITS: Final = 15
"""Digits that a spreadsheet keeps of a number."""
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LIKE_ESCAPES: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_UTF16: Final = "utf-16-le"
_EPOCH: Final = date(1899, 12, 30)
Cells: TypeAlias = list[str]


@dataclass(slots=True)
class _Lost:
    """Texts that were cut, and footprints too long for a cell."""

    texts: int = 0
    footprints: int = 0

    def said(self) -> list[str]:
        """Sentences for the reader."""
        notes = []
        if self.texts:
            notes.append(f"{self.texts} texts were cut to {LONGEST} characters.")
        if self.footprints:
            notes.append(f"{self.footprints} footprints are too long for a cell and are left out.")
        return notes


def write_workbook(source: Source, target: Path, *, most_rows: int = MOST_ROWS) -> list[str]:
    """A sheet for the features (another where a million is passed), and one that says whose they are."""
    lost = _Lost()
    names: list[str] = []
    with zipfile.ZipFile(target, "w") as archive:
        waiting = iter(_lines(source, lost))
        row = next(waiting, None)
        while row is not None or not names:
            names.append(f"{source.about.collection}{f' {len(names) + 1}' if names else ''}")
            with opened(archive, f"xl/worksheets/sheet{len(names)}.xml", source.about.instant) as sheet:
                row = _fill(sheet, source.about, row, waiting, most_rows)
        names.append("about")
        with opened(archive, f"xl/worksheets/sheet{len(names)}.xml", source.about.instant) as sheet:
            sheet.write(_about_sheet(source, lost.said()).encode())
        for name, content in (*FIXED.items(), *workbook_parts(names).items()):
            with opened(archive, name, source.about.instant) as part:
                part.write(content.encode())
    return lost.said()


def _fill(sheet: IO[bytes], about: About, row: Cells | None, rest: Iterator[Cells], most: int) -> Cells | None:
    """Write a sheet; gives the first row that it has no room for."""
    footprint = [FOOTPRINT] if about.placed else []
    titles = [*(column.name for column in about.columns), *footprint, "licence_of_data"]
    sheet.write(sheet_head(len(titles)).encode())
    sheet.write(_row(1, [_text(title) for title in titles]).encode())
    for number in range(2, most + 1):
        if row is None:
            break
        sheet.write(_row(number, row).encode())
        row = next(rest, None)
    sheet.write(b"</sheetData></worksheet>")
    return row


def _row(number: int, cells: Cells) -> str:
    """A row; its number may be left out by the format, but GDAL 3.6 calls that an error."""
    return f'<row r="{number}">{"".join(cells)}</row>\n'


def _lines(source: Source, lost: _Lost) -> Iterator[Cells]:
    for batch in source.batches():
        for row in batch:
            cells = [_cell(row, column, lost) for column in source.about.columns]
            cells += [_footprint(row, lost)] if source.about.placed else []
            cells.append(_text(source.about.licence))
            yield cells


def _cell(row: Row, column: Column, lost: _Lost) -> str:
    if hidden(column.name, row.withheld):
        return _text(WITHHELD)
    value = row.facts.get(column.name)
    if value is None:
        return "<c/>"
    match column.kind:
        case Kind.DATE:
            return _day(value)
        case Kind.FLAG:
            return f'<c t="b"><v>{int(value)}</v></c>'
        case Kind.INTEGER | Kind.NUMBER | Kind.MONEY:
            return _number(str(value))
        case _:
            plain = exact_json(value) if column.kind in AS_JSON else _plain(value)
            return _text(_shortened(plain, lost))


def _day(text: str) -> str:
    """A date; one that spreadsheets count wrongly (before March 1900) as text."""
    days = (date.fromisoformat(text) - _EPOCH).days
    return f'<c s="1"><v>{days}</v></c>' if days > 60 else _text(text)


def _number(digits: str) -> str:
    """A number where 15 digits hold it exactly, else the digits as text."""
    exact = len(digits.replace(".", "").replace("-", "").strip("0")) <= EXACT_DIGITS
    return f"<c><v>{digits}</v></c>" if exact else _text(digits)


def _plain(value: Any) -> str:  # noqa: ANN401 - any JSON value
    match value:
        case list():
            return ";".join(value)
        case dict():
            return names_text(value) if value else ""
        case _:
            return str(value)


def _shortened(text: str, lost: _Lost) -> str:
    if 2 * len(text) <= LONGEST or len(text.encode(_UTF16)) <= 2 * LONGEST:
        return text
    lost.texts += 1
    return text.encode(_UTF16)[: 2 * LONGEST].decode(_UTF16, errors="ignore")


def _footprint(row: Row, lost: _Lost) -> str:
    if FOOTPRINT in row.withheld:
        return _text(WITHHELD)
    if row.footprint is None:
        return "<c/>"
    text = row.footprint.wkt
    if len(text) > LONGEST:
        lost.footprints += 1
        return "<c/>"
    return _text(text)


def _text(text: str) -> str:
    """A cell with a text; what XML cannot write is written in the format's own way."""
    safe = _LIKE_ESCAPES.sub("_x005F_", text)
    safe = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", safe)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(safe)}</t></is></c>'


def _about_sheet(source: Source, notes: list[str]) -> str:
    about = source.about
    lines = [
        ("title", source.title),
        ("attribution", "; ".join(dict.fromkeys(about.attribution.values()))),
        ("licence", f"{about.licence} {about.licence_url}"),
        ("publication", str(about.publication)),
        ("published", about.instant.isoformat()),
        *([("random bits", about.random_bits)] if about.random_bits else []),
        ("days late are counted to", about.day),
        ("features", str(source.survey.count)),
        *(("note", note) for note in notes),
        *((column.name, column.description) for column in about.columns),
    ]
    written = "".join(_row(number, [_text(name), _text(value)]) for number, (name, value) in enumerate(lines, 1))
    return f"{sheet_head(2)}{written}</sheetData></worksheet>"
