"""A mapping made ready: a raw row in, the facts of a project and its faults out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from data.mapping.cells import Values, cell_of
from data.mapping.columns import DateField, TextField
from data.mapping.fields import (
    Reader,
    agency_reader,
    code_reader,
    date_reader,
    districts_reader,
    money_reader,
    share_reader,
    text_reader,
)
from data.mapping.model import IdPart, Mapping
from data.mapping.texts import shortened, slug
from data.rules import Fault, Reason
from geo.codes import Category, Status
from geo.project import Agency
from geo.values import Names, Progress

ID_LENGTH: Final = 120
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_TEXTS: Final = ("contractor", "supervisor", "address")
_DATES: Final = ("original_start", "original_end", "planned_start", "planned_end", "actual_start", "actual_end")
_MONEY: Final = ("original_budget", "budget", "contract_amount")


@dataclass(slots=True)
class Facts:
    """What a row says of a project, without its footprint; `agency` is `None` when it could not be read."""

    fields: dict[str, Any]
    agency: Agency | None = None
    reasons: list[Reason] = field(default_factory=list)

    @property
    def id(self) -> str | None:
        """The project's id, or `None`."""
        identifier: str | None = self.fields.get("id")
        return identifier


class RowMapper:
    """Turns rows into facts. Make one for a whole file: it remembers texts it has seen."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.identify = _id_reader(mapping)
        self._agency = agency_reader(mapping.agency, mapping.file)
        self._readers = tuple(_readers(mapping))

    def facts(self, values: Values) -> Facts:
        """The facts of one row, each value that breaks a rule as a reason."""
        facts = Facts({})
        for name, column, read in self._readers:
            try:
                value = read(values)
            except Fault as fault:
                facts.reasons.append(fault.reason(column))
            else:
                if value is not None:
                    facts.fields[name] = value
        self._add_agency(facts, values)
        return facts

    def _add_agency(self, facts: Facts, values: Values) -> None:
        try:
            facts.agency = self._agency(values)
        except Fault as fault:
            facts.reasons.append(fault.reason(self.mapping.agency.column or "agency"))


def _readers(mapping: Mapping) -> Iterator[tuple[str, str, Reader]]:
    """Field, column to name in a reason, reader; in the order in which reasons are told."""
    file = mapping.file
    yield "id", ", ".join((*mapping.id.columns, *mapping.id.fields)), _id_reader(mapping)
    yield "titles", _named(mapping.titles), _names_reader(mapping.titles, mapping)
    if mapping.descriptions:
        yield "descriptions", _named(mapping.descriptions), _names_reader(mapping.descriptions, mapping)
    if mapping.status:
        yield "status", mapping.status.column or "status", code_reader(mapping.status, file, Status, "status.unknown")
    if mapping.category:
        category = code_reader(mapping.category, file, Category, "category.unknown")
        yield "category", mapping.category.column or "category", category
    if mapping.districts:
        yield "districts", mapping.districts.column or "districts", districts_reader(mapping.districts, file)
    yield from _simple(mapping, _TEXTS, text_reader)
    yield from _simple(mapping, _DATES, date_reader)
    yield from _simple(mapping, _MONEY, money_reader)
    yield "progress", _named(dict(mapping.progress)), _progress_reader(mapping)


def _simple(
    mapping: Mapping, names: tuple[str, ...], make: Callable[[Any, Any], Reader]
) -> Iterator[tuple[str, str, Reader]]:
    for name in names:
        part = getattr(mapping, name)
        if part is not None:
            yield name, part.column or name, make(part, mapping.file)


def _named(parts: dict[str, Any]) -> str:
    return ", ".join(part.column for part in parts.values() if part is not None and part.column)


def _names_reader(parts: dict[str, TextField], mapping: Mapping) -> Callable[[Values], Names]:
    readers = tuple((language, text_reader(part, mapping.file)) for language, part in parts.items())
    if len(readers) == 1:
        language, read = readers[0]
        return lambda values: {} if (text := read(values)) is None else {language: text}

    def names(values: Values) -> Names:
        return {language: text for language, read in readers if (text := read(values)) is not None}

    return names


def _progress_reader(mapping: Mapping) -> Reader:
    part, file = mapping.progress, mapping.file
    planned = share_reader(part.planned, file) if part.planned else None
    actual = share_reader(part.actual, file) if part.actual else None
    as_of = date_reader(part.as_of, file) if part.as_of else None
    if not planned and not actual:
        return lambda _: None

    def progress(values: Values) -> Progress | None:
        shares = planned(values) if planned else None, actual(values) if actual else None
        if shares == (None, None):
            return None
        return Progress(*shares, as_of(values) if as_of else None)

    return progress


def _id_reader(mapping: Mapping) -> Callable[[Values], str]:
    """The id as the mapping forms it. Raises Fault `id.missing` or `id.form`."""
    part = mapping.id
    cells = tuple(cell_of(column, mapping.file) for column in part.columns)
    dates = tuple(_date_text(mapping, name) for name in part.fields)

    def identify(values: Values) -> str:
        found = [cell(values) for cell in cells]
        if found[0] is None or (None in found and not part.slug):
            raise Fault("id.missing", "The row has no id.")
        return _formed(part, [text for text in (*found, *(text(values) for text in dates)) if text])

    return identify


def _formed(part: IdPart, texts: list[str]) -> str:
    joined = part.separator.join(texts)
    identifier = part.prefix + (shortened(slug(joined), ID_LENGTH - len(part.prefix)) if part.slug else joined)
    if not _ID.fullmatch(identifier) or identifier == part.prefix:
        raise Fault("id.form", "An id has letters, digits, '.', '_' and '-' only, at most 120.", value=joined)
    return identifier


def _date_text(mapping: Mapping, name: str) -> Callable[[Values], str | None]:
    part: DateField | None = getattr(mapping, name)
    read = date_reader(part, mapping.file) if part else None

    def text(values: Values) -> str | None:
        try:
            found = read(values) if read else None
        except Fault:
            return None  # told by the date field itself
        return None if found is None else found.isoformat()

    return text
