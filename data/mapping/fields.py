"""Each field of a project as a function from a row's values to the field's value."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Table
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from data.mapping.cells import Cell, Values, cell_of
from data.mapping.columns import CodeField, DateField, MoneyField, NumberField, ShareField, TextField
from data.mapping.model import AgencyPart, DistrictsPart, FilePart
from data.mapping.texts import fold, shortened, slug
from data.mapping.values import amount_of, date_of, share_of
from data.rules import Fault
from geo.project import Agency
from geo.values import Money

T = TypeVar("T")
Reader: TypeAlias = Callable[[Values], Any]


def text_reader(field: TextField, file: FilePart) -> Reader:
    """The text, or `None`."""
    if field.constant is not None:
        constant = str(field.constant)
        return lambda _: constant
    return cell_of(field.column or "", file, absent=field)


def code_reader(field: CodeField, file: FilePart, codes: type[T], rule: str) -> Reader:
    """The code for the row's spelling: from the table, else the code itself. Raises Fault with the rule."""
    if field.constant is not None:
        code: T = codes(field.constant)  # type: ignore[call-arg]
        return lambda _: code
    known: dict[str, T | None] = {fold(str(code)): code for code in codes}  # type: ignore[attr-defined]
    for spelling, said in field.table.items():
        known[fold(spelling)] = None if said is None else codes(said)  # type: ignore[call-arg]
    return _looked_up(cell_of(field.column or "", file, absent=field), known, rule)


def _looked_up(cell: Cell, known: Table[str, T | None], rule: str) -> Reader:
    def read(values: Values) -> T | None:
        text = cell(values)
        if text is None:
            return None
        if (spelling := fold(text)) not in known:
            raise Fault(rule, "Neither a known code nor in the mapping's table.", value=text)
        return known[spelling]

    return read


def date_reader(field: DateField, file: FilePart) -> Reader:
    """The date, or `None`. Raises Fault."""
    if field.constant is not None:
        constant = field.constant
        return lambda _: constant
    cell, formats = cell_of(field.column or "", file, absent=field), (*field.formats, *file.dates)
    return lambda values: None if (text := cell(values)) is None else date_of(text, formats)


def money_reader(field: MoneyField, file: FilePart) -> Reader:
    """The amount with its currency, or `None`. Raises Fault."""
    cell, (decimal, thousands) = cell_of(field.column or "", file, absent=field), _signs(field, file)
    currency_cell = cell_of(field.currency_column, file) if field.currency_column else None
    factor = field.factor

    def read(values: Values) -> Money | None:
        text = cell(values)
        if text is None:
            return None
        amount = amount_of(text, *_typed(values, field.column, decimal, thousands), factor)
        return Money(amount, _currency(field.currency, currency_cell(values) if currency_cell else None))

    return read


def _currency(constant: str | None, told: str | None) -> str:
    currency = (told or constant or "").upper()
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise Fault("money.currency", "The amount has no currency of three letters (ISO 4217).", value=told)
    return currency


def share_reader(field: ShareField, file: FilePart) -> Callable[[Values], Decimal | None]:
    """The share as a fraction, or `None`. Raises Fault."""
    cell, (decimal, thousands) = cell_of(field.column or "", file, absent=field), _signs(field, file)

    def read(values: Values) -> Decimal | None:
        text = cell(values)
        if text is None:
            return None
        return share_of(text, *_typed(values, field.column, decimal, thousands), field.unit)

    return read


def _typed(values: Values, column: str | None, decimal: str, thousands: str) -> tuple[str, str]:
    # A number that the file stores as a number is written by us, with a point, whatever signs its texts use.
    return (".", "") if type(values.get(column or "")) in {int, float} else (decimal, thousands)


def _signs(field: NumberField, file: FilePart) -> tuple[str, str]:
    decimal = field.decimal or file.decimal
    thousands = file.thousands if field.thousands is None else field.thousands
    return decimal, thousands


def districts_reader(field: DistrictsPart, file: FilePart) -> Callable[[Values], tuple[str, ...]]:
    """The declared districts as `set.code`, each once. Raises Fault `district.unknown`."""
    cell = text_reader(field, file)
    table = {fold(name): code for name, code in field.table.items()}

    def code(name: str) -> str | None:
        if table and fold(name) not in table:
            raise Fault("district.unknown", "The district is not in the mapping's table.", value=name)
        found = table[fold(name)] if table else name.strip()
        return found and f"{field.set}.{found}"

    def read(values: Values) -> tuple[str, ...]:
        names = (cell(values) or "").split(field.split) if field.split else [cell(values) or ""]
        codes = (code(name) for name in names if name.strip())
        return tuple(dict.fromkeys(found for found in codes if found))

    return read


def agency_reader(field: AgencyPart, file: FilePart) -> Callable[[Values], Agency]:
    """The ordering agency. Raises Fault `agency.missing` or `agency.form`."""
    cell = cell_of(field.column, file, absent=field) if field.column else None
    table = {fold(name): code for name, code in field.table.items()}

    @lru_cache(maxsize=4_096)
    def agency(text: str) -> Agency:
        code = table.get(fold(text)) or shortened(slug(field.prefix + text), 60)
        if not code:
            raise Fault(
                "agency.form", "No code can be formed from the name: give it one in [agency.table].", value=text
            )
        return Agency(code, field.names.get(code) or {field.language: text})

    if field.constant is not None:
        one = agency(field.constant)
        return lambda _: one

    def read(values: Values) -> Agency:
        text = cell(values) if cell else None
        if text is None:
            raise Fault("agency.missing", "The row names no agency.")
        return agency(text)

    return read
