"""A city's settings, read from a TOML file; Da Nang's comes with the program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from data.crs import resolve
from geo.city import Basemap, City, Place
from geo.errors import BadInput
from geo.values import Bbox

DANANG: Final = Path(__file__).with_name("danang.toml")
"""The settings of Da Nang."""


def _bbox(corners: tuple[float, float, float, float]) -> Bbox:
    try:
        return Bbox(*corners)
    except BadInput as wrong:
        raise ValueError(str(wrong)) from wrong


def _each_once(languages: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(languages)) < len(languages):
        raise ValueError("a language stands twice")
    return languages


def _timezone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise ValueError(f"no time zone is called {name!r}") from wrong


def _known_crs(code: int) -> int:
    try:
        resolve(f"EPSG:{code}")
    except BadInput as wrong:
        raise ValueError(str(wrong)) from wrong
    return code


Text = Annotated[str, Field(min_length=1)]
Language = Annotated[str, Field(pattern="^[a-z]{2,3}$")]
Texts = Annotated[dict[Language, Text], Field(min_length=1)]
Box = Annotated[tuple[float, float, float, float], AfterValidator(_bbox)]
Zone = Annotated[str, AfterValidator(_timezone)]


class _Table(BaseModel):
    """A TOML table in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class _Place(_Table):
    names: Texts
    longitude: Annotated[float, Field(ge=-180, le=180)]
    latitude: Annotated[float, Field(ge=-90, le=90)]


class _Basemap(_Table):
    url: Annotated[str, Field(pattern="^https?://")]
    attribution: Text


class _CityFile(_Table):
    """The keys of a city file; those of `geo.city.City`."""

    code: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
    names: Texts
    languages: Annotated[tuple[Language, ...], Field(min_length=1), AfterValidator(_each_once)]
    local_crs: Annotated[int, AfterValidator(_known_crs)]
    bounds: Box
    view: Box
    timezone: Zone
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    licence: Text
    licence_url: Annotated[str, Field(pattern=r"""^https?://[^\s<>"]+$""")]
    attribution: Texts
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    basemap: _Basemap | None = None
    places: tuple[_Place, ...] = ()

    def city(self) -> City:
        """The same facts as the domain type."""
        facts = {name: getattr(self, name) for name in type(self).model_fields}
        facts["basemap"] = self.basemap and Basemap(url=self.basemap.url, attribution=self.basemap.attribution)
        facts["places"] = tuple(Place(names=p.names, longitude=p.longitude, latitude=p.latitude) for p in self.places)
        return City(**facts)


def _first_fault(wrong: ValidationError) -> str:
    fault = wrong.errors(include_url=False)[0]
    key = ".".join(str(step) for step in fault["loc"])
    meant = "no such key" if fault["type"] == "extra_forbidden" else fault["msg"].removeprefix("Value error, ")
    return f"{key}: {meant.rstrip('.')}"


def _check_languages(city: City, source: str) -> None:
    texts: dict[str, Mapping[str, str]] = {"names": city.names, "attribution": city.attribution}
    texts |= {f"places.{n}.names": place.names for n, place in enumerate(city.places)}
    for key, names in texts.items():
        for language in city.languages:
            if language not in names:
                raise BadInput(f"{source}: {key}.{language}: missing, but {language!r} is one of the city's languages.")


def load_city(path: Path | None = None) -> City:
    """The city of a TOML file, of Da Nang if none is given. Raises BadInput naming the file and the key at fault."""
    source = path or DANANG
    try:
        city = _CityFile.model_validate(tomllib.loads(source.read_text("utf-8-sig"))).city()
    except OSError as wrong:
        raise BadInput(f"The city file {source.name} cannot be read: {wrong.strerror}.") from wrong
    except ValidationError as wrong:
        raise BadInput(f"{source.name}: {_first_fault(wrong)}.") from wrong
    except ValueError as wrong:  # not TOML, or not UTF-8
        raise BadInput(f"{source.name} is not a TOML file in UTF-8: {wrong}.") from wrong
    _check_languages(city, source.name)
    return city
