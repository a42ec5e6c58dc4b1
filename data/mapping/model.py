"""The mapping file: how one agency's columns become projects. Every table and key of the TOML is here."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Table
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from data.mapping.columns import (
    CategoryField,
    CodeField,
    Column,
    DateField,
    MoneyField,
    Part,
    ShareField,
    StatusField,
    Text,
    TextField,
)
from data.mapping.texts import is_row_number_name
from geo.project import Accuracy

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$")]


class ProgressPart(Part):
    """Progress planned and actual, and the date on which it was true."""

    planned: ShareField | None = None
    actual: ShareField | None = None
    as_of: DateField | None = None


class FilePart(Part):
    """The file as a whole: what it does not say of itself, and what holds for all its columns.

    `replace` is applied to every text of mapped columns, in order: for damage such as `Â°` for `°`.
    """

    layer: Text | None = None
    encoding: Text | None = None
    crs: Text | None = None
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = None
    dates: tuple[str, ...] = ()
    decimal: Literal[".", ","] = "."
    thousands: str = ""
    not_entered: tuple[str, ...] = ()
    replace: dict[str, str] = Field(default_factory=dict)


def _no_row_number(columns: tuple[str, ...]) -> tuple[str, ...]:
    if len(columns) == 1 and is_row_number_name(columns[0]):
        raise ValueError(
            f"{columns[0]!r} is the name of a row number: it changes when rows are added or sorted, so it cannot "
            "be an id. Take the number the agency gave the work, or name and place with slug = true"
        )
    return columns


class IdPart(Part):
    """How the stable id is formed: `prefix`, then `columns`, then `fields` (as converted), joined by `separator`.

    `slug` writes it in small ASCII letters, digits and hyphens. `shared = "parts"` says that rows with one id which
    differ only in their footprint are parts of one work; otherwise such rows are duplicates.
    """

    columns: Annotated[tuple[Text, ...], Field(min_length=1), AfterValidator(_no_row_number)]
    fields: tuple[Literal["planned_start", "actual_start", "original_start"], ...] = ()
    prefix: str = ""
    separator: str = "-"
    slug: bool = False
    shared: Literal["refuse", "parts"] = "refuse"


class AgencyPart(TextField):
    """The ordering agency: its code from `table` by the column's text, else the text as a slug. `names` by code."""

    table: dict[str, Code] = Field(default_factory=dict)
    names: dict[str, dict[Language, str]] = Field(default_factory=dict)
    language: Language = "en"
    prefix: str = ""


class LocationPart(Part):
    """Where the footprint is, and how far it can be trusted.

    Say nothing of columns for a file that holds geometries itself. `microdegrees` reads a coordinate beyond 180 as
    millionths of a degree (a lost decimal point). `not_entered` and its patterns make a work unmapped.
    """

    wkt: Text | None = None
    ewkb: Text | None = None
    longitude: Text | None = None
    latitude: Text | None = None
    none: bool = False
    decimal: Literal[".", ","] | None = None
    thousands: str | None = None
    microdegrees: bool = False
    not_entered: tuple[str, ...] = ()
    not_entered_patterns: tuple[str, ...] = ()
    source: Text | None = None
    method: Text | None = None
    accuracy: Accuracy | None = None
    verified_by: Text | None = None
    verified_on: date | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.longitude is None) != (self.latitude is None):
            raise ValueError("longitude and latitude go together")
        if sum(kind is not None for kind in (self.wkt, self.ewkb, self.longitude)) + self.none > 1:
            raise ValueError("say one of wkt, ewkb, longitude with latitude, none")
        return self

    def columns(self) -> Iterator[str]:
        """The columns it reads."""
        yield from (c for c in (self.wkt, self.ewkb, self.longitude, self.latitude) if c is not None)


class DistrictsPart(CodeField):
    """Districts that the agency declares, as codes of the boundary set `set`; several are split at `split`."""

    set: Text
    split: str | None = None


class Mapping(Part):
    """One mapping file."""

    file: FilePart = FilePart()
    id: IdPart
    titles: Annotated[dict[Language, TextField], Field(min_length=1)]
    agency: AgencyPart
    descriptions: dict[Language, TextField] = Field(default_factory=dict)
    status: StatusField | None = None
    category: CategoryField | None = None
    contractor: TextField | None = None
    supervisor: TextField | None = None
    address: TextField | None = None
    original_start: DateField | None = None
    original_end: DateField | None = None
    planned_start: DateField | None = None
    planned_end: DateField | None = None
    actual_start: DateField | None = None
    actual_end: DateField | None = None
    progress: ProgressPart = ProgressPart()
    original_budget: MoneyField | None = None
    budget: MoneyField | None = None
    contract_amount: MoneyField | None = None
    location: LocationPart = LocationPart()
    districts: DistrictsPart | None = None
    sample: bool = False

    def columns(self) -> frozenset[str]:
        """Every column that the mapping names."""
        return frozenset([*self.id.columns, *_columns(dict(self)), *_columns(dict(self.progress))])


def _columns(parts: Table[str, object]) -> Iterator[str]:
    for part in parts.values():
        if isinstance(part, (Column, LocationPart)):
            yield from part.columns()
        elif isinstance(part, dict):
            yield from _columns(part)
