"""What the values of a column look like: dates and in which form, numbers and with which signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from data.inspecting.look import ColumnLook
from data.mapping.values import date_of
from data.rules import Fault

FORMATS: Final = (
    *("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    *("%d/%m/%y", "%m/%d/%y"),
)
_MOST: Final = 0.8
_WKT: Final = re.compile(r"(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\b", re.IGNORECASE)
_HEX: Final = re.compile(r"(\\x)?0[01]([0-9A-Fa-f]{2}){8,}")


def date_formats(column: ColumnLook) -> tuple[str, ...] | None:
    """The formats that read most of the values, best first; empty for ISO dates, `None` when these are no dates.

    Day first wins where the values do not tell.
    """
    texts = [text for text, _ in column.values]
    if not texts:
        return None
    if _read(texts, ()) >= _MOST:
        return ()
    ranked = sorted(FORMATS, key=lambda form: -_read(texts, (form,)))
    return (ranked[0],) if _read(texts, (ranked[0],)) >= _MOST else None


def _read(texts: Sequence[str], formats: tuple[str, ...]) -> float:
    return sum(_is_date(text, formats) for text in texts) / len(texts)


def _is_date(text: str, formats: tuple[str, ...]) -> bool:
    try:
        return 1900 < date_of(text, formats).year < 2200
    except Fault:
        return False


def number_signs(columns: Sequence[ColumnLook]) -> tuple[str, str]:
    """The decimal and the thousands sign that the numbers of the columns use."""
    texts = [text for column in columns for text, _ in column.values]
    comma_last = sum(bool(re.fullmatch(r"[-+]?[\d.]*\d,\d{1,2}\s*%?", text)) for text in texts)
    point_groups = sum(bool(re.fullmatch(r"[-+]?\d{1,3}(\.\d{3}){2,}(,\d+)?", text)) for text in texts)
    if comma_last or point_groups:
        return ",", "."
    comma_groups = sum(bool(re.fullmatch(r"\D?[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text)) for text in texts)
    return ".", "," if comma_groups else ""


def is_fraction(column: ColumnLook) -> bool:
    """Whether the numbers look like fractions of 1 rather than percent: none is above 1, and not all are 0."""
    texts = [text.replace(",", ".") for text, _ in column.values]
    numbers = [float(text) for text in texts if re.fullmatch(r"\d+(\.\d+)?", text)]
    return bool(numbers) and 0 < max(numbers) <= 1


def geometry_kind(column: ColumnLook) -> str | None:
    """`wkt` or `ewkb` when most values are such texts."""
    texts = [text for text, _ in column.values]
    for kind, pattern in (("wkt", _WKT), ("ewkb", _HEX)):
        if texts and sum(pattern.match(text) is not None for text in texts) >= _MOST * len(texts):
            return kind
    return None
