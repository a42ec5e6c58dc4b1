"""Reading the districts of a boundary set from a file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from data.checks.footprints import footprints
from data.checks.locations import Located
from data.mapping.cells import has_column, text_of
from data.mapping.texts import clean
from data.readers import RawRow, Source, open_source
from geo.boundaries import District
from geo.city import City
from geo.errors import BadInput
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
    """Which columns hold a district's code, its names by language, and its parent's code."""

    code: str
    names: Names
    parent: str | None = None
    level: int = 1


@dataclass(frozen=True, slots=True)
class DistrictsRead:
    """The districts of a file, and what was repaired in it (sentences for people)."""

    districts: list[District]
    repairs: tuple[str, ...] = field(default=())


def read_districts(
    path: Path,
    city: City,
    *,
    columns: DistrictColumns | None = None,
    layer: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
) -> DistrictsRead:
    """The districts of a file, valid, in EPSG:4326; invalid boundaries are repaired without losing area.

    A boundary set is loaded whole or not at all: BadInput names the rows with no code, a code used twice, no name,
    or a boundary that is missing, outside the city or cannot be repaired. Columns are guessed when not said.
    """
    with open_source(path, layer=layer, encoding=encoding, crs=crs) as source:
        chosen = columns or guess_columns(source, city.languages[0])
        if missing := [n for n in (chosen.code, *chosen.names.values()) if not has_column(n, set(source.columns))]:
            raise BadInput(f"The file has no column {missing[0]!r}; it has {', '.join(source.columns)}.")
        rows = [row for chunk in source.chunks() for row in chunk]
        if source.crs is None:
            raise BadInput("The file does not say its coordinate reference system; say it with crs (EPSG:5899 …).")
        return _districts(rows, chosen, source.crs, city)


def guess_columns(source: Source, language: str) -> DistrictColumns:
    """The columns by their names. Raises BadInput when there is none for the code or the name."""
    by_name = {name.lower(): name for name in source.columns}
    code = next((by_name[name] for name in _CODES if name in by_name), None)
    names = {
        tongue: by_name[found.lower()]
        for tongue, candidates in _NAMES
        if (found := next((c for c in candidates if c.lower() in by_name), None))
    }
    plain = next((by_name[c.lower()] for c in _PLAIN if c.lower() in by_name), None)
    free = next((tongue for tongue in (language, "en") if tongue not in names), None)
    if plain is not None and free is not None:
        names[free] = plain
    if code is None or not names:
        raise BadInput(f"Say which columns hold the code and the name; the file has {', '.join(source.columns)}.")
    return DistrictColumns(code=code, names=names)


def _districts(rows: list[RawRow], columns: DistrictColumns, crs: str, city: City) -> DistrictsRead:
    located = Located(np.array([row.geometry for row in rows], dtype=object), {}, crs)
    faults = [f"row {row.number}: {row.fault}" for row in rows if row.fault]
    repairs = tuple(_repairs(rows, columns))
    shapes = footprints(located, city)
    faults += [f"row {rows[n].number}: {reason.message}" for n, reason in sorted(located.reasons.items())]
    districts, seen = [], set[str]()
    for row, shape in zip(rows, shapes, strict=True):
        code = text_of(row.values.get(columns.code) or "")
        names = _names(row, columns)
        if not code or not names or code in seen:
            faults.append(
                f"row {row.number}: {'the code ' + code + ' stands twice' if code in seen else 'no code or name'}"
            )
        elif shape is None or shapely.get_dimensions(shape) != 2:
            faults += [] if row.fault or row.number - 1 in located.reasons else [f"row {row.number}: no polygon"]
        else:
            districts.append(_district(row, code, names, shape, columns))
        seen.add(code)
    if faults:
        raise BadInput(f"The boundary set cannot be loaded: {'; '.join(faults[:10])}.")
    return DistrictsRead(districts, repairs)


def _repairs(rows: list[RawRow], columns: DistrictColumns) -> list[str]:
    geometries = np.array([row.geometry for row in rows], dtype=object)
    broken = np.flatnonzero(~shapely.is_valid(geometries) & ~shapely.is_missing(geometries))
    return [
        f"{text_of(rows[n].values.get(columns.code) or '')}: {shapely.is_valid_reason(geometries[n])}" for n in broken
    ]


def _names(row: RawRow, columns: DistrictColumns) -> Names:
    found = {language: clean(text_of(row.values.get(column) or "")) for language, column in columns.names.items()}
    return {language: name for language, name in found.items() if name}


def _district(row: RawRow, code: str, names: Names, shape: BaseGeometry, columns: DistrictColumns) -> District:
    boundary = shape if isinstance(shape, MultiPolygon) else MultiPolygon(list(shapely.get_parts(shape)))
    parent = text_of(row.values.get(columns.parent) or "") if columns.parent else None
    return replace(
        District(code=code, names=names, boundary=boundary, level=columns.level),
        parent=parent or None,
    )
