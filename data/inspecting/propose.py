"""A mapping proposed for a file, as TOML to edit: guessed by the columns' names and by what they hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final

from data.inspecting.look import ColumnLook, Inspection
from data.inspecting.values import date_formats, geometry_kind, is_fraction, number_signs
from data.inspecting.words import COLUMNS, letters, status_guess
from data.mapping.texts import clean, fold, is_row_number_name, slug
from geo.city import City
from geo.codes import Category, Status

_LANGUAGES: Final = ("vi", "en", "ko", "es")
_NEARLY_ALL: Final = 0.97
_ONCE: Final = frozenset(COLUMNS) - {"titles", "descriptions"}
_DATES: Final = ("original_end", "planned_start", "planned_end")
_MONEY: Final = ("original_budget", "budget", "contract_amount")

Guesses = dict[str, list[ColumnLook]]


def propose_mapping(inspection: Inspection, city: City) -> str:
    """The TOML text of a mapping that `load_mapping` accepts; what is doubtful says so in a comment.

    Every guess is to be checked by a person: columns that are not named in it are kept and never published.
    """
    guesses = _guesses(inspection)
    lines = [f"# Proposed for {clean(inspection.name)}. Check every line; columns not named here are never published."]
    for part in (_file, _id, _texts, _agency, _codes, _dates, _money, _progress, _location):
        lines.extend(part(inspection, guesses, city))
    used = {column.name for columns in guesses.values() for column in columns}
    rest = [column.name for column in inspection.columns if column.name not in used]
    if rest:
        lines += ["", f"# Not used: {clean(', '.join(rest))}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _guesses(inspection: Inspection) -> Guesses:
    """Field to columns, each column for one field; geometry by content first, then names, exact before partial."""
    free = {column.name: column for column in inspection.columns}
    found: Guesses = {}
    for column in inspection.columns:
        if kind := geometry_kind(column):
            found.setdefault(kind, []).append(free.pop(column.name))
    for exact in (True, False):
        for field, words in COLUMNS.items():
            for word in words.split():
                for column in list(free.values()):
                    if (not found.get(field) or field not in _ONCE) and _fits(field, column, word, exact=exact):
                        found.setdefault(field, []).append(free.pop(column.name))
    return found


def _fits(field: str, column: ColumnLook, word: str, *, exact: bool) -> bool:
    name = letters(column.name)
    if not column.filled or (field == "id" and not _may_be_id(column)):
        return False
    if field == "wkt" or (field in _DATES and date_formats(column) is None):
        return False
    if exact:
        return name == word or any(name == word + language for language in _LANGUAGES)
    return len(word) > 4 and word in name


def _may_be_id(column: ColumnLook) -> bool:
    counts = column.counting or is_row_number_name(column.name)
    return not counts and column.distinct >= _NEARLY_ALL * column.filled


def _file(inspection: Inspection, guesses: Guesses, city: City) -> Iterator[str]:
    del city
    yield from ("", "[file]")
    if inspection.layer and len(inspection.layers) > 1:
        yield f"layer = {_quoted(inspection.layer)}"
    if inspection.encoding and inspection.encoding not in {"utf-8", "utf-8-sig"}:
        yield f"encoding = {_quoted(inspection.encoding)}"
    if inspection.delimiter not in {None, ","}:
        yield f"delimiter = {_quoted(inspection.delimiter or '')}"
    if inspection.crs is None and {"wkt", "ewkb", "longitude"} & set(guesses):
        yield 'crs = "EPSG:4326"  # the file does not say: check'
    decimal, thousands = number_signs([c for f in (*_MONEY, "progress") for c in guesses.get(f, ())])
    if (decimal, thousands) != (".", ""):
        yield f"decimal = {_quoted(decimal)}"
        yield f"thousands = {_quoted(thousands)}"


def _id(inspection: Inspection, guesses: Guesses, city: City) -> Iterator[str]:
    yield from ("", "[id]  # must name the same work in every edition of the file; a row number does not")
    if "id" in guesses:
        column = guesses["id"][0]
        shared = column.filled - column.distinct
        yield f"columns = [{_quoted(column.name)}]" + (f"  # {shared} rows share theirs with another" if shared else "")
        if not all(text.replace("-", "").replace("_", "").isalnum() and text.isascii() for text in column.texts):
            yield "slug = true"
    elif parts := _id_of_parts(inspection):
        yield f"columns = [{_quoted(parts.name)}]"
        yield 'slug = true\nshared = "parts"  # rows of one id that differ only in their footprint: check'
    else:
        title = _title(inspection, guesses)
        yield f"columns = [{_quoted(title.name)}]  # no column looks like an id: name, or more"
        if title.distinct < title.filled and guesses.get("planned_start"):
            yield 'fields = ["planned_start"]  # since names stand more than once'
        yield "slug = true"
    yield f"prefix = {_quoted(slug(city.code) + '-')}"


def _id_of_parts(inspection: Inspection) -> ColumnLook | None:
    """The column by which lines or polygons look like parts of one work: named an id, at most half of it repeats."""
    if not {kind for kind, _ in inspection.geometries} - {"none", "Point"}:
        return None
    named = [c for c in inspection.columns if letters(c.name).endswith("id") and not is_row_number_name(c.name)]
    parts = [c for c in named if not c.counting and c.filled == inspection.rows and 2 * c.distinct >= c.filled]
    return max(parts, key=lambda column: column.distinct, default=None)


def _title(inspection: Inspection, guesses: Guesses) -> ColumnLook:
    if guesses.get("titles"):
        return guesses["titles"][0]
    texts = [c for c in inspection.columns if "str" in c.types and geometry_kind(c) is None] or [*inspection.columns]
    return max(texts, key=lambda column: column.distinct) if texts else ColumnLook("name", (), 0, 0, ())


def _texts(inspection: Inspection, guesses: Guesses, city: City) -> Iterator[str]:
    titles = guesses.get("titles") or [_title(inspection, guesses)]
    yield from _named("titles", titles, city.languages[0])
    yield from _named("descriptions", guesses.get("descriptions", []), city.languages[0])
    for field in ("contractor", "supervisor", "address"):
        yield from _column(field, guesses)


def _named(field: str, columns: list[ColumnLook], default: str) -> Iterator[str]:
    taken = set[str]()
    for column in columns:
        name = letters(column.name)
        language = next((code for code in _LANGUAGES if name.endswith(code) and len(name) > 3), default)
        if language not in taken:
            taken.add(language)
            yield from ("", f"[{field}.{language}]", f"column = {_quoted(column.name)}")


def _column(field: str, guesses: Guesses) -> Iterator[str]:
    for column in guesses.get(field, [])[:1]:
        yield from ("", f"[{field}]", f"column = {_quoted(column.name)}")


def _agency(inspection: Inspection, guesses: Guesses, city: City) -> Iterator[str]:
    del inspection
    yield from ("", "[agency]")
    if guesses.get("agency"):
        yield f"column = {_quoted(guesses['agency'][0].name)}"
    else:
        name = _quoted("City of " + next(iter(city.names.values()), city.code))
        yield f"constant = {name}  # no column found: who orders?"
    yield f"language = {_quoted(city.languages[0])}"


def _codes(inspection: Inspection, guesses: Guesses, city: City) -> Iterator[str]:
    del inspection, city
    for column in guesses.get("status", [])[:1]:
        yield from _table("status", column, Status, status_guess)
    for column in guesses.get("category", [])[:1]:
        yield from _table("category", column, Category, lambda _: None)


def _table(field: str, column: ColumnLook, codes: type[StrEnum], guess: Callable[[str], str | None]) -> Iterator[str]:
    """The code of every spelling; all of it a comment where none is recognised, since it would say nothing."""
    known = {fold(code): str(code) for code in codes}
    spellings = {fold(text): (text, known.get(fold(text)) or guess(text)) for text in column.texts}
    lines = [f"[{field}]", f"column = {_quoted(column.name)}", "", f"[{field}.table]  # one of: {', '.join(codes)}"]
    for text, code in spellings.values():
        lines.append(f"{_quoted(text)} = {_quoted(code or '')}" + ("" if code else "  # not entered; or say which"))
    if any(code for _, code in spellings.values()) and column.distinct <= len(column.texts):
        yield from ("", *lines)
    else:
        yield from ("", f"# No {field} is recognised in this column: say what each text means.")
        yield from (f"# {line}".rstrip() for line in lines)


def _dates(inspection: Inspection, guesses: Guesses, city: City) -> Iterator[str]:
    del inspection, city
    for field in _DATES:
        yield from _column(field, guesses)
        for column in guesses.get(field, [])[:1]:
            formats = date_formats(column)
            if formats:
                yield f"formats = [{', '.join(map(_quoted, formats))}]"


def _money(inspection: Inspection, guesses: Guesses, city: City) -> Iterator[str]:
    del inspection
    for field in _MONEY:
        yield from _column(field, guesses)
        if guesses.get(field):
            yield f"currency = {_quoted(city.currency)}"
            yield "factor = 1  # 1000 where amounts are in thousands"


def _progress(inspection: Inspection, guesses: Guesses, city: City) -> Iterator[str]:
    del inspection, city
    for column in guesses.get("progress", [])[:1]:
        yield from ("", "[progress.actual]", f"column = {_quoted(column.name)}")
        unit = _quoted("fraction" if is_fraction(column) else "percent")
        yield f"unit = {unit}  # check: percent (100 is all of the work) or fraction (1 is all)"


def _location(inspection: Inspection, guesses: Guesses, city: City) -> Iterator[str]:
    del city
    if inspection.geometries:
        return
    if kind := next((kind for kind in ("wkt", "ewkb") if kind in guesses), None):
        yield from ("", "[location]", f"{kind} = {_quoted(guesses[kind][0].name)}")
    elif guesses.get("longitude") and guesses.get("latitude"):
        yield from ("", "[location]", f"longitude = {_quoted(guesses['longitude'][0].name)}")
        yield f"latitude = {_quoted(guesses['latitude'][0].name)}"
