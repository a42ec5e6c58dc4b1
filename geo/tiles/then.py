"""Tiles as they were drawn at an earlier publication.

The rule is the one of now: at most `MOST_SHAPES` works in the tile are drawn as shapes. No cells are kept of earlier
publications: where more works are, they are counted by district, down to zoom 14, as any choice of works is that no
cells are kept of; and in cells anew where there are no districts, and deeper.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from geo import then
from geo.items import Where
from geo.projects import Selection
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.tiles import drawing
from geo.tiles.address import KEPT, TileAddress, quad_code
from geo.tiles.counting import Counts, count_by_district
from geo.tiles.drawing import Asked, Content, DistrictCount


async def read_tile_then(
    pool: ReadPool, tile: TileAddress, asked: Asked, number: int, counts: Callable[[], Awaitable[Counts]]
) -> bytes:
    """A tile as the publication of this number showed it; `counts` (see `counts_then`) is asked where need be."""
    most = drawing.MOST_SHAPES
    works = await _works_in(pool, tile, number) if Content.WORKS in asked.content else 0
    by_district = works > most and tile.zoom <= KEPT and asked.boundary_set is not None
    counted = (await counts()).districts if by_district else None
    text, values = statement(tile, asked, number, works=works, counts=counted)
    data: bytes = await pool.value(text, *values, at_least=number, plan="custom")
    return data


async def counts_then(pool: ReadPool, asked: Asked, number: int) -> Counts:
    """How many works of what is asked lay in each district of its boundary set at the publication of this number."""
    assert asked.boundary_set is not None  # noqa: S101 - else nothing is counted
    selection = asked.selection or Selection(statuses=asked.statuses, categories=asked.categories)
    return await count_by_district(pool, replace(selection, as_of=number), asked.boundary_set, at_least=number)


def statement(
    tile: TileAddress, asked: Asked, number: int, *, works: int, counts: Sequence[DistrictCount] | None
) -> tuple[str, list[Any]]:
    """The SQL of a tile in which so many works had their anchor, with its values; its value is the tile."""
    clause = Where([tile.zoom, tile.x, tile.y])
    bound = clause.bind(number)
    layers = list(_layers(clause, tile, asked, bound, works=works, counts=counts))
    drawn = " || ".join(f"({layer})" for layer in layers) or "''::bytea"
    state = f"state AS MATERIALIZED (SELECT {clause.bind(works)}::bigint AS works)"
    text = f"{_boxes()}, {state} SELECT {drawn} WHERE {bound}::bigint IS NOT NULL AND $1::integer >= 0"
    return then.at(text, bound), clause.values


def _layers(
    clause: Where, tile: TileAddress, asked: Asked, number: str, *, works: int, counts: Sequence[DistrictCount] | None
) -> Iterator[str]:
    if Content.WORKS in asked.content and counts is None:
        yield _drawn_works(clause, asked, number, crowded=works > drawing.MOST_SHAPES)
    elif Content.WORKS in asked.content and counts:
        yield drawing.counts_layer(clause, counts)
    if Content.DISTRICTS in asked.content and asked.boundary_set is not None:
        chosen = f"d.set_code = {clause.bind(asked.boundary_set)}::text"
        yield query("tiles/districts").format(chosen=chosen)


def _drawn_works(clause: Where, asked: Asked, number: str, *, crowded: bool) -> str:
    """The layer of shapes, or of cells where there are too many."""
    most = drawing.MOST_SHAPES
    drawn, chosen = _works(clause, asked, number)
    if not crowded:
        return query("tiles/shapes").format(works=drawn, chosen=f"{chosen} ORDER BY m.project_id", most=most)
    cells = query("tiles/counted_cells").format(works=drawn, chosen=chosen, sums=query("tiles/sums"))
    return query("tiles/cells").format(cells=cells, most=most)


def _works(clause: Where, asked: Asked, number: str) -> tuple[str, str]:
    """What stands behind FROM for the works of then, as `m`, and the conditions on them."""
    shapes = _shapes(number)
    if asked.selection is None:
        return shapes, drawing.of_kinds(clause, asked, "m")
    relation, chosen = drawing.selected(clause, asked.selection, None)
    return f"{shapes} JOIN {relation} ON v.project_id = m.project_id", chosen


def _boxes() -> str:
    return query("tiles/box_then").format(box=drawing.box())


def _shapes(number: str) -> str:
    target = query("tiles/versions_around").format(number=number)
    return query("map/shape_then").format(number=number, again=query("map/shaped").format(target=target))


async def _works_in(pool: ReadPool, tile: TileAddress, number: int) -> int:
    """How many works had their anchor in a tile, one more than are drawn as shapes at most; deep tiles have shapes."""
    if tile.zoom > drawing.DEEPEST_CELLS:
        return 0
    clause = Where([tile.zoom, tile.x, tile.y])
    bound = clause.bind(number)
    text = query("tiles/works_in_then").format(
        box=_boxes(),
        works=_shapes(bound),
        up=2 * (drawing.DEEPEST_CELLS - tile.zoom),
        code=clause.bind(quad_code(tile.zoom, tile.x, tile.y)),
        most=clause.bind(drawing.MOST_SHAPES + 1),
    )
    return int(await pool.value(then.at(text, bound), *clause.values, at_least=number, plan="custom"))
