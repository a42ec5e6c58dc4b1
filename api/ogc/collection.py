"""What a collection of features is to the API: how it is described, selected and read."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from api.context import Context
from api.http.parameters import LONGEST_ID, Parameter
from api.ogc import declared
from geo.collections import Extent
from geo.crs import Crs
from geo.filters.queryables import Kind, Queryable
from geo.items import Asked, Page
from geo.store.connecting import ReadPool


class ReadPage(Protocol):
    """Read a page of the features that the parameters select. Raises BadRequest."""

    def __call__(self, ctx: Context, given: Mapping[str, Any], asked: Asked) -> Awaitable[Page]: ...  # noqa: D102 - the class says it


class ReadFeature(Protocol):
    """Read one feature as GeoJSON in UTF-8. Raises NotFound."""

    def __call__(self, ctx: Context, feature_id: str, *, language: str, crs: Crs) -> Awaitable[bytes]: ...  # noqa: D102 - the class says it


class ReadExtent(Protocol):
    """Read where and when the features lie; None where there are none."""

    def __call__(self, pool: ReadPool, *, as_of: int | None = None) -> Awaitable[Extent | None]: ...  # noqa: D102 - the class says it


@dataclass(frozen=True, kw_only=True)
class Collection:
    """A collection; titles and descriptions are English, as all the API is.

    `kind` is what its features are: `projects`, `districts`, `agencies`, `progress`, `overlaps`. `properties` are a
    feature's as JSON Schema, in order. `geometry` is the format of its geometry in JSON Schema, None without. `own` are
    the parameters besides those of every collection. `order` is what features are sorted by where nobody says: names of
    queryables, each with whether it descends; their ids where it is empty. `longest_id` is in characters.
    `listed_empty` is whether it stands in the list while empty, `remembered` whether a feature's own address gives its
    mementos.
    """

    name: str
    kind: str
    title: str
    description: str
    properties: Mapping[str, Mapping[str, Any]]
    queryables: Mapping[str, Queryable]
    geometry: str | None
    own: tuple[Parameter, ...]
    page: ReadPage
    feature: ReadFeature
    extent: ReadExtent
    order: tuple[tuple[str, bool], ...] = ()
    longest_id: int = LONGEST_ID
    listed_empty: bool = True
    remembered: bool = False

    @cached_property
    def selecting(self) -> tuple[Parameter, ...]:
        """The parameters that select features."""
        named = {parameter.name for parameter in (*declared.COMMON, *self.own)}
        queryables = (
            declared.queryable(one)
            for one in self.queryables.values()
            if one.name not in named and one.kind is not Kind.GEOMETRY
        )
        return (*declared.SELECTING, *self.own, *queryables)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of its items."""
        return (*self.selecting, *declared.SHOWING)
