"""Read tiles as the database draws them, and how old they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo import then
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.store.sessions import Plan
from geo.tiles import drawing
from geo.tiles.address import KEPT, TileAddress, code_of
from geo.tiles.counting import Counts
from geo.tiles.drawing import Asked, Content, deep_statement, statement


@dataclass(frozen=True, slots=True)
class State:
    """How old a tile is: the newest publication that was seen, and the one that last changed what is drawn on it."""

    number: int
    generation: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile (Mapbox Vector Tile 2.1, no bytes where nothing is drawn), of one state of the store."""

    state: State
    data: bytes


async def read_state(pool: ReadPool, tile: TileAddress, *, at_least: int | None = None) -> State:
    """How old a tile is; `at_least` is a publication that the answer must know of, as everywhere here."""
    row = await pool.row(query("tiles/state"), code_of(tile.kept()), at_least=at_least, plan="generic")
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return State(row["number"], row["generation"])


async def read_tile(
    pool: ReadPool,
    tile: TileAddress,
    asked: Asked,
    counts: Counts | None = None,
    *,
    at_least: int | None = None,
    known: State | None = None,
) -> Tile:
    """A tile with its state, of one publication; `known` is the state that its ancestor at zoom 14 was last seen in.

    A selection other than by status and category changes with any publication: its generation is the newest's number.
    """
    districts = counts.districts if counts else None
    if tile.zoom > KEPT:  # few of these have so many works, and their cells are laid out for nothing
        row = await _row(pool, deep_statement(tile, asked, districts), _plan(asked), at_least)
        if row["works"] <= drawing.MOST_SHAPES:
            state = await _state_at(pool, tile, asked, row["number"], known)
            if state is not None:
                return Tile(state, row["tile"])
    row = await _row(pool, statement(tile, asked, districts), _plan(asked), at_least)
    generation = row["generation"] if asked.selection is None else row["number"]
    return Tile(State(row["number"], generation), row["tile"])


async def _state_at(pool: ReadPool, tile: TileAddress, asked: Asked, number: int, known: State | None) -> State | None:
    """How old a tile is that was drawn of the publication of this number; None where there is a newer one by now."""
    if asked.selection is not None:
        return State(number, number)
    if known is None or known.number != number:
        known = await read_state(pool, tile, at_least=number)
    return known if known.number == number else None


async def _row(pool: ReadPool, statement: tuple[str, list[Any]], plan: Plan, at_least: int | None) -> Mapping[str, Any]:
    text, values = statement
    row: Mapping[str, Any] | None = await pool.row(text, *values, at_least=at_least, plan=plan)
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return row


def _plan(asked: Asked) -> Plan:
    """A tile is planned once, which saves a third of a small one; but what a selection needs depends on its values."""
    return "generic" if asked.selection is None else "custom"


async def is_counted(pool: ReadPool, tile: TileAddress, asked: Asked, *, at_least: int | None = None) -> bool:
    """Whether a tile shows a selection as counts of districts rather than as shapes."""
    if asked.selection is None or Content.WORKS not in asked.content or tile.zoom > KEPT:
        return False
    text = "SELECT works FROM published.map_tile WHERE tile = $1"
    works = await pool.value(text, code_of(tile), at_least=at_least)
    return (works or 0) > drawing.MOST_SHAPES


async def label_fields(pool: ReadPool, *, as_of: int | None = None) -> tuple[str, ...]:
    """The names of the fields that hold districts' names, one a language: `name_vi`."""
    keys = 'DISTINCT jsonb_object_keys(d.labels) COLLATE "C" AS field'
    text = f"SELECT {keys} FROM published.map_district AS d ORDER BY field"  # noqa: S608 - text of our own
    rows = await then.rows(pool, text, as_of=as_of)
    return tuple(row["field"] for row in rows)
