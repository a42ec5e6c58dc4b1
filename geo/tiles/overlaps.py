"""Vector tiles of overlaps: at most a thousand pairs in one, those by which most could be saved."""

from __future__ import annotations

import math
from typing import Any, Final

from geo import then
from geo.filters.overlaps import OVERLAPS
from geo.items import Where
from geo.overlaps.found import OverlapSelection, demand
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.tiles.address import TileAddress
from geo.tiles.reading import State, Tile
from geo.values import Bbox

MOST: Final = 1_000
"""Pairs of a tile that are drawn."""
_MARGIN: Final = 1 / 32
"""Of a tile's side: what is drawn beyond its edge."""


async def read_overlap_tile(
    pool: ReadPool, tile: TileAddress, selection: OverlapSelection, *, at_least: int | None = None
) -> Tile:
    """A tile of a selection, whose generation is the number of the newest publication: any may change it."""
    text, values = statement(tile, selection)
    row = await pool.row(text, *values, at_least=at_least, plan="custom")
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return Tile(State(row["number"], row["number"]), row["tile"])


def statement(tile: TileAddress, selection: OverlapSelection) -> tuple[str, list[Any]]:
    """The SQL of a tile with its values."""
    clause = Where([tile.zoom, tile.x, tile.y, MOST])
    number = None if selection.as_of is None else clause.bind(selection.as_of)
    clause.add(_near(clause, surroundings(tile)))
    demand(clause, selection)
    state = OVERLAPS["state"].sql.replace("{today}", clause.bind(selection.today))
    text = query("tiles/overlaps").format(chosen=" AND ".join(clause.conditions), state=f"({state})")
    return then.as_of(text, number), clause.values


def surroundings(tile: TileAddress) -> Bbox:
    """The tile with its margin, in degrees; it ends at the antimeridian."""
    side = 1 << tile.zoom
    west, east = ((tile.x + at) / side * 360 - 180 for at in (-_MARGIN, 1 + _MARGIN))
    north, south = (_latitude((tile.y + at) / side) for at in (-_MARGIN, 1 + _MARGIN))
    return Bbox(max(west, -180.0), south, min(east, 180.0), north)


def _latitude(down: float) -> float:
    """The latitude in degrees of a place so far down the map, of which the whole height is 1."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))


def _near(clause: Where, box: Bbox) -> str:
    edges = ", ".join(f"{clause.bind(edge)}::float8" for edge in (box.west, box.south, box.east, box.north))
    return f"o.ground && ST_MakeEnvelope({edges}, 4326)"
