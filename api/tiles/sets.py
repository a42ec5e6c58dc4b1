"""The tile sets: of the whole data set, of the works, of the districts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from api.http.parameters import Parameter
from api.tiles import declared
from geo.errors import NotFound
from geo.tiles import Content
from geo.tiles.layers import CELLS, COUNTS, DISTRICTS, LABELS, SHAPES, TEXT, Layer


@dataclass(frozen=True, slots=True)
class TileSet:
    """Tiles of a data set or a collection, at `path` (without a slash at its end)."""

    path: str
    title: str
    content: frozenset[Content]
    layers: tuple[Layer, ...]
    parameters: tuple[Parameter, ...]

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
        ),
        "projects": TileSet(
            "/collections/projects/tiles",
            "Public works",
            frozenset({Content.WORKS}),
            (SHAPES, CELLS, COUNTS),
            declared.WORKS_TILE_SET,
        ),
        "districts": TileSet(
            "/collections/districts/tiles",
            "Districts",
            frozenset({Content.DISTRICTS}),
            (DISTRICTS, LABELS),
            declared.DISTRICTS_TILE_SET,
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
