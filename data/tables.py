"""Features as a table of plain cells, for CSV; no cell can begin a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from shapely.geometry import shape

from data.totals import TOTALS, hidden, totals
from geo.details import SECTIONS, exact_json

WITHHELD: Final = "withheld"
"""What stands in a cell whose value the disclosure policy withholds; a cell that was not entered is empty."""

_OF_PAIRS: Final = ("terms",)
"""What pairs of works have that is a list of objects, as a section of a project's details is."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a formula begins; the last four are the first four in full width, which East Asian spreadsheets take for them."""


def csv_table(
    features: Iterable[str | bytes],
    properties: Sequence[str],
    *,
    licence: str,
    footprint: bool = True,
    always: Mapping[str, str] | None = None,
) -> bytes:
    """GeoJSON feature texts as CSV (RFC 4180, UTF-8 with BOM): id, the properties, the footprint as WKT, the licence.

    A section of details and the terms of a score are JSON text, `[]` where that is empty; properties may name `TOTALS`
    too.
    Text that could be read as a formula gets a leading apostrophe. `always` are last columns, the same in every row.
    """
    same = always or {}
    columns = tuple(dict.fromkeys(("id", *properties, *(("footprint",) if footprint else ()), "licence", *same)))
    # Not a StringIO, which takes four bytes a character.
    output = io.BytesIO()
    lines = io.TextIOWrapper(output, "utf-8-sig", newline="")
    writer = csv.writer(lines)
    writer.writerow(columns)
    for text in features:
        row = _row(json.loads(text, parse_float=Decimal))
        row |= {"licence": row.get("licence") or licence, **same}
        writer.writerow([_cell(row.get(name)) for name in columns])
    lines.flush()
    return output.getvalue()


def csv_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as CSV like `csv_table`, with these columns; None is an empty cell."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return output.getvalue().encode("utf-8-sig")


def _row(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature["properties"]
    withheld = set(properties.get("withheld", ()))
    row = {"id": feature["id"]}
    row |= {name: WITHHELD if name in withheld else value for name, value in properties.items()}
    row |= {name: exact_json(row[name]) for name in (*SECTIONS, *_OF_PAIRS) if isinstance(row.get(name), list)}
    found = totals(properties)
    row |= {name: WITHHELD if hidden(name, withheld) else found[name] for name in TOTALS}
    row["footprint"] = WITHHELD if "footprint" in withheld else _wkt(feature["geometry"])
    return row


def _wkt(geometry: dict[str, Any] | None) -> str | None:
    return None if geometry is None else str(shape(_floats(geometry)).wkt)


def _floats(value: Any) -> Any:  # noqa: ANN401 - nested JSON of any depth
    match value:
        case list():
            return [_floats(part) for part in value]
        case dict():
            return {name: _floats(part) for name, part in value.items()}
        case Decimal():
            return float(value)
        case _:
            return value


def _cell(value: Any) -> str:  # noqa: ANN401 - any JSON value
    match value:
        case None | []:
            return ""
        case bool():
            return exact_json(value)
        case list():
            return plain_text(";".join(map(str, value)))
        case dict():
            return json.dumps(value, ensure_ascii=False) if value else ""
        case str():
            return plain_text(value)
        case _:
            return str(value)


def plain_text(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
