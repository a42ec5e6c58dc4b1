"""The districts of a boundary set: read from a file, and published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from psycopg import Connection
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from data.checks.footprints import footprints
from data.checks.locations import Located
from data.mapping.cells import has_column, text_of
from data.mapping.texts import clean
from data.mapping.values import date_of
from data.readers import RawRow, Source, open_source
from data.rules import Fault
from geo.boundaries import BoundarySet, District
from geo.city import City
from geo.errors import BadInput
from geo.publishing import publish_districts
from geo.values import Names

_CODES: Final = (
    "code",
    "ma",
    "maqh",
    "maphuong",
    "sig_cd",
    "adm_cd",
    "borocode",
    "wof_id",
    "district_code",
    "@id",
    "id",
)
_NAMES: Final = (
    ("vi", ("name_vi", "ten", "tenphuong", "fullname", "fullName")),
    ("en", ("name_en", "nameEn", "fullNameEn", "SIG_ENG_NM", "BoroName")),
    ("ko", ("SIG_KOR_NM", "name_ko")),
)
_PLAIN: Final = ("name", "NAME", "nombre", "이름")


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictColumns:
    """Which columns hold a district's code, its names by language, its parent's code and the days it is in force.

    `level` is that of every district of the file: 1 is the highest.
    """

    code: str | None = None
    names: Names = field(default_factory=dict)
    parent: str | None = None
    level: int = 1
    valid_from: str | None = None
    valid_to: str | None = None

    def all(self) -> Iterator[str]:
        """The columns it names."""
        yield from (c for c in (self.code, *self.names.values(), self.parent, self.valid_from, self.valid_to) if c)


@dataclass(frozen=True, slots=True)
class DistrictsRead:
    """The districts of a file, and what was repaired in it (sentences for people)."""

    districts: list[District]
    repairs: tuple[str, ...] = field(default=())


def read_districts(
    path: Path,
    city: City,
    *,
    columns: DistrictColumns = DistrictColumns(),
    layer: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
) -> DistrictsRead:
    """The districts of a file, valid, in EPSG:4326; invalid boundaries are repaired without losing area.

    A boundary set is loaded whole or not at all: BadInput names the rows with no code, a code used twice, no name,
    a boundary that is missing, outside the city or cannot be repaired, or a day that is none. The columns of code and
    name are guessed where they are not said.
    """
    with open_source(path, layer=layer, encoding=encoding, crs=crs) as source:
        chosen = _chosen(columns, source, city.languages[0])
        rows = [row for chunk in source.chunks() for row in chunk]
        if source.crs is None:
            raise BadInput("The file does not say its coordinate reference system; say it with crs (EPSG:5899 …).")
        return _districts(rows, chosen, source.crs, city)


def load_districts(connection: Connection, boundary_set: BoundarySet, found: DistrictsRead, *, language: str) -> int:
    """Publish a boundary set; gives the publication number, and the caller commits.

    What is not said of a set that is known stays as it was; a new set without names is named by its code.
    """
    known = connection.execute("SELECT 1 FROM published.boundary_set WHERE code = %s", [boundary_set.code]).fetchone()
    if not known and not boundary_set.names:
        boundary_set = replace(boundary_set, names={language: boundary_set.code})
    return publish_districts(connection, boundary_set, found.districts)


def _chosen(said: DistrictColumns, source: Source, language: str) -> DistrictColumns:
    """The columns as said, the others guessed. Raises BadInput when one is not there, or none for code or name."""
    there = ", ".join(source.columns)
    if missing := [name for name in said.all() if not has_column(name, set(source.columns))]:
        raise BadInput(f"The file has no column {missing[0]!r}; it has {there}.")
    by_name = {name.lower(): name for name in source.columns}
    code = said.code or next((by_name[name] for name in _CODES if name in by_name), None)
    names = _guessed_names(by_name, language) | dict(said.names)
    if code is None or not names:
        raise BadInput(f"Say which columns hold the code and the name; the file has {there}.")
    return replace(said, code=code, names=names)


def _guessed_names(by_name: dict[str, str], language: str) -> dict[str, str]:
    names = {
        tongue: by_name[found.lower()]
        for tongue, candidates in _NAMES
        if (found := next((c for c in candidates if c.lower() in by_name), None))
    }
    plain = next((by_name[c.lower()] for c in _PLAIN if c.lower() in by_name), None)
    free = next((tongue for tongue in (language, "en") if tongue not in names), None)
    return names if plain is None or free is None else {**names, free: plain}


def _districts(rows: list[RawRow], columns: DistrictColumns, crs: str, city: City) -> DistrictsRead:
    located = Located(np.array([row.geometry for row in rows], dtype=object), {}, crs)
    faults = [f"row {row.number}: {row.fault}" for row in rows if row.fault]
    repairs = tuple(_repairs(rows, columns))
    shapes = footprints(located, city)
    faults += [f"row {rows[n].number}: {reason.message}" for n, reason in sorted(located.reasons.items())]
    districts, seen = [], set[str]()
    for row, shape in zip(rows, shapes, strict=True):
        code, names = _text(row, columns.code), _names(row, columns)
        if not code or not names or code in seen:
            faults.append(f"row {row.number}: {f'the code {code} stands twice' if code in seen else 'no code or name'}")
        elif shape is None or shapely.get_dimensions(shape) != 2:
            faults += [] if row.fault or row.number - 1 in located.reasons else [f"row {row.number}: no polygon"]
        else:
            try:
                districts.append(_district(row, code, names, shape, columns))
            except (Fault, BadInput) as fault:
                faults.append(f"row {row.number}: {fault}")
        seen.add(code or "")
    if faults:
        raise BadInput(f"The boundary set cannot be loaded: {'; '.join(faults[:10])}.")
    return DistrictsRead(districts, repairs)


def _repairs(rows: list[RawRow], columns: DistrictColumns) -> list[str]:
    geometries = np.array([row.geometry for row in rows], dtype=object)
    broken = np.flatnonzero(~shapely.is_valid(geometries) & ~shapely.is_missing(geometries))
    return [f"{_text(rows[n], columns.code) or ''}: {shapely.is_valid_reason(geometries[n])}" for n in broken]


def _text(row: RawRow, column: str | None) -> str | None:
    """The column's text; `None` where there is no column or nothing in it."""
    value = row.values.get(column) if column else None
    return None if value is None else clean(text_of(value)) or None


def _names(row: RawRow, columns: DistrictColumns) -> Names:
    return {language: name for language, column in columns.names.items() if (name := _text(row, column))}


def _day(row: RawRow, column: str | None) -> date | None:
    return None if (text := _text(row, column)) is None else date_of(text, ())


def _district(row: RawRow, code: str, names: Names, shape: BaseGeometry, columns: DistrictColumns) -> District:
    start, end, parent = _day(row, columns.valid_from), _day(row, columns.valid_to), _text(row, columns.parent)
    if start and end and end < start:
        raise BadInput(f"its last day in force, {end}, lies before its first, {start}")
    if parent == code:
        raise BadInput(f"the district {code} is its own parent")
    return District(
        code=code,
        names=names,
        boundary=shape if isinstance(shape, MultiPolygon) else MultiPolygon(list(shapely.get_parts(shape))),
        parent=parent,
        level=columns.level,
        valid_from=start,
        valid_to=end,
    )
