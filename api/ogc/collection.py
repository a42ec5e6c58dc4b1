"""What a collection of features is to the API: how it is described, selected and read."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from api.context import Context
from api.http.parameters import Parameter
from geo.collections import Extent
from geo.projects import Page
from geo.store.connecting import ReadPool


class ReadPage(Protocol):
    """Read a page of the features that the parameters select, at most `most` of them, named in a language."""

    def __call__(self, ctx: Context, given: Mapping[str, Any], *, language: str, most: int) -> Awaitable[Page]: ...  # noqa: D102 - the class says it


class ReadFeature(Protocol):
    """Read one feature as GeoJSON text, CRS84. Raises NotFound."""

    def __call__(self, ctx: Context, feature_id: str, *, language: str) -> Awaitable[str]: ...  # noqa: D102 - the class says it


class ReadExtent(Protocol):
    """Read where and when the features lie."""

    def __call__(self, pool: ReadPool) -> Awaitable[Extent]: ...  # noqa: D102 - the class says it


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection; titles and descriptions are English, as all the API is. `properties` are a feature's, in order."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    properties: tuple[str, ...]
    page: ReadPage
    feature: ReadFeature
    extent: ReadExtent
