"""How markers are written: every form in which something that a site offers would tell a value."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date
from pyproj import Transformer

from api.pages.details.codes import code_names, direction
from api.pages.writing import Writing
from api.translations import translations
from geo.values import Money
from maps.texts import category_names, status_names
from tests.disclosure.planting import CODES, FACTS, LATITUDE, LONGITUDE, SECTIONS, TITLE

_SPREADSHEET_EPOCH = date(1899, 12, 30)
_LANGUAGES = {code: translations(code).gettext for code in ("vi", "en", "ko")}
_WRITINGS = [Writing(Locale.parse(code), timezone(timedelta(hours=7))) for code in _LANGUAGES]


@dataclass(frozen=True)
class Form:
    """A marker as it would be written: whose it is, in what way, its bytes in small letters.

    `stem` is a part of the bytes that is looked for first.
    """

    field: str
    way: str
    told: bytes
    stem: bytes


def anywhere() -> Iterator[Form]:
    """Forms that stand nowhere unless a marker is told."""
    yield _text("titles", TITLE)
    yield _text("plans", "Zqxheld")
    for field, value in _planted():
        if field not in CODES:
            yield from _of_value(field, value)
    yield from _place(LONGITUDE, LATITUDE)


def of_works() -> Iterator[Form]:
    """Forms that mean something only in what is about a planted work: codes, their names, and what is rounded."""
    for field, value in _planted():
        if field in CODES:
            yield from (_word(field, "code", told) for told in (value, *_names(field, value)))
        elif isinstance(value, Decimal):
            yield from (_word(field, "rounded", direction(_, value)) for _ in _LANGUAGES.values())
        elif isinstance(value, float):
            yield from (_word(field, "rounded", told) for told in _rounded_fraction(value))
        elif isinstance(value, int):
            yield from (_word(field, "rounded", told) for told in _rounded(field, value))


def _planted() -> Iterator[tuple[str, Any]]:
    for field, told in (FACTS | SECTIONS).items():
        yield from ((field, value) for value in _leaves(told) if value != field)


def _leaves(value: Any) -> Iterator[Any]:  # noqa: ANN401
    match value:
        case dict():
            for inner in value.values():
                yield from _leaves(inner)
        case list():
            for inner in value:
                yield from _leaves(inner)
        case None:
            return
        case _:
            yield value


def _of_value(field: str, value: Any) -> Iterator[Form]:  # noqa: ANN401 - a leaf of what is planted
    match value:
        case str() if re.fullmatch(r"20\d\d-\d\d-\d\d", value):
            yield from _of_day(field, date.fromisoformat(value))
        case "XTS":
            yield Form(field, "currency", b"xts", b"xts")
        case str():
            yield _text(field, value)
        case int():
            yield from _of_number(field, value)
        case _:
            yield from _of_fraction(field, float(value))


def _text(field: str, told: str) -> Form:
    small = told.encode().lower()
    return Form(field, "text", small, b"zqx" if b"zqx" in small else small)


def _word(field: str, way: str, told: str) -> Form:
    small = told.encode().lower()
    return Form(field, way, small, small)


def _of_day(field: str, day: date) -> Iterator[Form]:
    """As data, as DBF, as a cell of a spreadsheet, and as each language writes it."""
    for way, told in (("day", f"{day:%Y-%m-%d}"), ("compact day", f"{day:%Y%m%d}")):
        yield Form(field, way, told.encode(), b"2071")
    cell = f"<v>{(day - _SPREADSHEET_EPOCH).days}</v>".encode()
    yield Form(field, "spreadsheet's day", cell, cell[:5])
    for code in _LANGUAGES:
        told = f"{day:%d/%m/%Y}" if code == "vi" else format_date(day, "medium", locale=code)
        yield Form(field, f"day in {code}", told.encode().lower(), b"2071")


def _of_number(field: str, value: int) -> Iterator[Form]:
    yield Form(field, "digits", str(value).encode(), b"73108452")
    for gap in (".", ","):
        told = f"{value:,}".replace(",", gap).encode()
        yield Form(field, f"digits with {gap!r}", told, told[:-3])
    yield from _doubles(field, value)


def _of_fraction(field: str, value: float) -> Iterator[Form]:
    """As a fraction and, of progress, as percent; in text and as doubles."""
    for number in (value, value * 100) if value < 1 else (value,):
        told = f"{number:.6f}".rstrip("0").encode()
        yield Form(field, "digits", told, told)
        yield from _doubles(field, number)


def _place(x: float, y: float) -> Iterator[Form]:
    for epsg in (None, 3857, 5899):
        place = (x, y) if epsg is None else Transformer.from_crs(4326, epsg, always_xy=True).transform(x, y)
        for number in place:
            written = f"{number:.3f}"
            told = written[: max(7, written.index(".") + 1)].encode()  # digits alone stand in hashes by chance
            yield Form("footprint", "place", told, told)
    for number in (x, y):
        yield from _doubles("footprint", number)


def _doubles(field: str, number: float) -> Iterator[Form]:
    for form in ("<d", ">d"):
        told = struct.pack(form, number)
        yield Form(field, f"binary {form}", told, told)


def _names(field: str, code: str) -> Iterator[str]:
    """What pages call a code, in each language."""
    for _ in _LANGUAGES.values():
        lists = {"status": status_names(_), "category": category_names(_)} | {
            path: code_names(_)[path.rpartition(".")[2].replace("roles", "role")]
            for path in CODES
            if path.startswith(("participants", "contracts", "coordination"))
        }
        lists["location_accuracy"] = {"geocoded": _("Found by address")}
        if named := lists.get(field, {}).get(code):
            yield named


def _rounded_fraction(value: float) -> Iterator[str]:
    yield f"{value:.2f}"
    yield from (writing.percent(value) for writing in _WRITINGS)


def _rounded(field: str, value: int) -> Iterator[str]:
    if field == "documents.bytes":
        yield from (writing.size(value) for writing in _WRITINGS)
    yield from (writing.money(Money(Decimal(value), "XTS")) for writing in _WRITINGS)
