"""The tile sets: of the whole data set, of the works, of the districts, of overlaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from api.context import Context
from api.http.parameters import Parameter
from api.ogc import overlaps, projects
from api.ogc.collection import ReadExtent
from api.tiles import declared
from geo.collections import districts_extent, overlaps_extent, projects_extent
from geo.errors import NotFound
from geo.tiles import Content
from geo.tiles.layers import CELLS, COUNTS, DISTRICTS, LABELS, OVERLAPS, SHAPES, TEXT, Layer


@dataclass(frozen=True, slots=True)
class TileSet:
    """Tiles of a data set or a collection, at `path` (without a slash at its end).

    `content` is what is kept of the map and drawn of it. `selection` reads what the parameters choose.
    """

    path: str
    title: str
    content: frozenset[Content]
    layers: tuple[Layer, ...]
    parameters: tuple[Parameter, ...]
    selection: Callable[[Mapping[str, Any], Context], object]
    extent: ReadExtent

    @property
    def tile_parameters(self) -> tuple[Parameter, ...]:
        """What a tile of the set takes."""
        return (declared.F_TILE, *self.parameters[1:])

    def naming(self, names: Iterable[str]) -> TileSet:
        """The same, with the fields that the labels of districts have."""
        fields = LABELS.fields | dict.fromkeys(names, TEXT)
        layers = (replace(one, fields=fields) if one.id == LABELS.id else one for one in self.layers)
        return replace(self, layers=tuple(layers))


SETS: Final[Mapping[str, TileSet]] = MappingProxyType(
    {
        "": TileSet(
            "/tiles",
            "Public works and districts",
            frozenset(Content),
            (SHAPES, CELLS, COUNTS, DISTRICTS, LABELS),
            declared.ALL_TILE_SET,
            projects.selection,
            projects_extent,
        ),
        "projects": TileSet(
            "/collections/projects/tiles",
            "Public works",
            frozenset({Content.WORKS}),
            (SHAPES, CELLS, COUNTS),
            declared.WORKS_TILE_SET,
            projects.selection,
            projects_extent,
        ),
        "districts": TileSet(
            "/collections/districts/tiles",
            "Districts",
            frozenset({Content.DISTRICTS}),
            (DISTRICTS, LABELS),
            declared.DISTRICTS_TILE_SET,
            projects.selection,
            districts_extent,
        ),
        "overlaps": TileSet(
            "/collections/overlaps/tiles",
            "Overlaps",
            frozenset(),
            (OVERLAPS,),
            declared.OVERLAPS_TILE_SET,
            overlaps.selection,
            overlaps_extent,
        ),
    }
)
"""The tile sets by the collection that they are of; '' is the whole data set."""


def tile_set(collection: str) -> TileSet:
    """The tile set of a collection. Raises NotFound."""
    found = SETS.get(collection)
    if found is None:
        raise NotFound(f"There are no tiles of a collection {collection[:60]!r}.")
    return found
