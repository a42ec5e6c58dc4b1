"""Vector tiles of published works and districts: addresses, what is drawn where, and how old it is."""

from geo.tiles.address import DEEPEST, TileAddress
from geo.tiles.counting import Counts, count_by_district
from geo.tiles.drawing import Asked, Content
from geo.tiles.reading import State, Tile, is_counted, label_fields, read_state, read_tile
from geo.tiles.then import counts_then, read_tile_then
from geo.tiles.whole import Placed, Whole, every_tile

__all__ = [
    "DEEPEST",
    "Asked",
    "Content",
    "Counts",
    "Placed",
    "State",
    "Tile",
    "TileAddress",
    "Whole",
    "count_by_district",
    "counts_then",
    "every_tile",
    "is_counted",
    "label_fields",
    "read_state",
    "read_tile",
    "read_tile_then",
]
