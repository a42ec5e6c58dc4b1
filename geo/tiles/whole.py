"""Every tile of what is asked, zoom by zoom, of one publication: for files that hold a whole map.

The tiles are those that are served (`geo.tiles.drawing`), with these differences. The deepest zoom is 14, or the next
on which no tile has too many works for shapes, up to 16; nothing is drawn below it, so there every work is a shape,
with the details of four zooms more. Features stand in an order that does not depend on the database's, so that one
publication gives the same bytes. Of an earlier publication what changed since is drawn anew, and the works of then say
which tiles have cells.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any, Final

import asyncpg

from geo import then
from geo.items import Where
from geo.projects import SOURCE
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.tiles import drawing
from geo.tiles.address import KEPT, TileAddress, cells_of
from geo.tiles.counting import counted
from geo.tiles.density import Batch, Density, batches
from geo.tiles.drawing import Asked, Content, DistrictCount

_MORE_DETAIL: Final = 4
_SECONDS: Final = 900.0
"""How long one statement may take: it is of a file, which nobody waits for."""
_MOST_LOOKED_AT: Final = 4_096
_EVERY: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole map: what is asked, as of a publication; `districts` are drawn instead of those of a boundary set."""

    asked: Asked
    publication: int
    districts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A tile that something is drawn on, with its bytes."""

    tile: TileAddress
    data: bytes


async def every_tile(pool: ReadPool, whole: Whole) -> AsyncGenerator[Placed, None]:
    """The tiles on which anything is drawn, from zoom 0 down, all of one snapshot; none of them is empty.

    Its connection is held until the last tile is taken. Raises StoreUnavailable where no database has the publication
    yet.
    """
    async with pool.snapshot(at_least=whole.publication, plan="custom") as connection:
        await connection.execute(f"SET LOCAL statement_timeout = '{int(_SECONDS)}s'")
        newest = await connection.fetchval("SELECT coalesce(max(number), 0) FROM published.publication")
        drawer = _Drawer(connection, whole, is_past=newest != whole.publication)
        density = Density.of_lowest(await drawer.density())
        deepest = density.deepest()
        found = [TileAddress(0, 0, 0)]
        while found and found[0].zoom <= deepest:
            touched = await drawer.touched(found)
            for batch in batches(touched, density, is_deepest=found[0].zoom == deepest):
                for tile in await drawer.draw(batch):
                    yield tile
            found = [below for tile in touched for below in _below(tile)]


class _Drawer:
    """Draws tiles of one map on one connection."""

    def __init__(self, connection: asyncpg.Connection, whole: Whole, *, is_past: bool) -> None:
        self._connection = connection
        self._whole = whole
        self._is_past = is_past
        self._counts: tuple[DistrictCount, ...] | None = None

    async def density(self) -> dict[int, int]:
        """How many works have their anchor in the tiles of zoom 16; none where they are not drawn."""
        if Content.WORKS not in self._whole.asked.content:
            return {}
        clause = Where([])
        if not self._is_past:
            text = query("tiles/density")
        else:
            text = query("tiles/density_then").format(earlier=self._earlier(clause), works=query("tiles/works_then"))
        return {row["tile"]: row["works"] for row in await self._rows(text, clause)}

    async def touched(self, tiles: Sequence[TileAddress]) -> list[TileAddress]:
        """Those of the tiles of one zoom that something may be drawn on, in the order that they came in."""
        found: set[TileAddress] = set()
        for some in _parts(tiles, _MOST_LOOKED_AT):
            places = [{"x": tile.x, "y": tile.y} for tile in some]
            clause = Where([some[0].zoom, json.dumps(places)])
            text = query("tiles/touched").format(
                earlier=self._earlier(clause), drawn=" OR ".join(self._reaching(clause)) or "false"
            )
            found |= {TileAddress(some[0].zoom, row["x"], row["y"]) for row in await self._rows(text, clause)}
        return [tile for tile in tiles if tile in found]

    async def draw(self, batch: Batch) -> list[Placed]:
        """The tiles of a batch that are not empty."""
        if batch.crowded and self._counts is None and self._shows_counts(batch):
            await self._count()
        places = [
            _place(tile, works, crowded=batch.crowded) for tile, works in zip(batch.tiles, batch.works, strict=True)
        ]
        clause = Where([batch.zoom + _MORE_DETAIL * batch.is_deepest, batch.zoom, json.dumps(places)])
        layers = " || ".join(f"({layer})" for layer in self._layers(clause, batch)) or "''::bytea"
        text = query("tiles/each").format(
            earlier=self._earlier(clause), box=drawing.box("$2::integer", "a.x", "a.y"), layers=layers
        )
        drawn = {(row["x"], row["y"]): row["tile"] for row in await self._rows(text, clause)}
        return [Placed(tile, data) for tile in batch.tiles if (data := drawn[tile.x, tile.y])]

    def _layers(self, clause: Where, batch: Batch) -> Iterator[str]:
        """The layers of a tile, in the order that they are served in."""
        asked = self._whole.asked
        if Content.WORKS in asked.content and not batch.crowded:
            works, chosen = self._works(clause)
            ordered = f"{chosen} ORDER BY m.project_id"
            yield query("tiles/shapes").format(works=works, chosen=ordered, most=_EVERY)
        elif Content.WORKS in asked.content and self._shows_counts(batch):
            if self._counts:
                yield drawing.counts_layer(clause, self._counts)
        elif Content.WORKS in asked.content:
            cells = f"(SELECT * FROM {self._cells(clause, batch)} ORDER BY c.cell) AS c"  # noqa: S608 - text of our own
            yield query("tiles/cells").format(cells=cells, most=-1)
        outlined = self._districts(clause)
        if outlined is not None:
            yield query("tiles/districts").format(chosen=outlined)

    def _works(self, clause: Where) -> tuple[str, str]:
        """What stands behind FROM for the works, as `m`, and the conditions on them."""
        asked, shapes = self._whole.asked, query("tiles/works_then") if self._is_past else "published.map_shape AS m"
        if asked.selection is None:
            return shapes, drawing.of_kinds(clause, asked, "m")
        number = clause.bind(self._whole.publication) if self._is_past else None
        relation, chosen = drawing.selected(clause, asked.selection, number)
        return f"{shapes} JOIN {relation} ON v.project_id = m.project_id", chosen

    def _cells(self, clause: Where, batch: Batch) -> str:
        """What stands behind FROM for the cells of a tile `a`: the kept ones, where they are of the same works."""
        asked, places = self._whole.asked, {"first": "a.first", "last": "a.last", "around": "a.around"}
        if self._is_past or asked.selection is not None:
            works, chosen = self._works(clause)
            up = 2 * max(KEPT - batch.zoom, 0)
            return query("tiles/new_cells").format(works=works, chosen=chosen, up=up, sums=query("tiles/sums"))
        if asked.statuses is None and asked.categories is None:
            return query("tiles/every_cell").format(**places)
        return query("tiles/chosen_cells").format(**places, chosen=drawing.of_kinds(clause, asked, "k"))

    def _shows_counts(self, batch: Batch) -> bool:
        asked = self._whole.asked
        has_districts = asked.selection is not None and asked.boundary_set is not None
        return has_districts and batch.zoom <= KEPT

    def _districts(self, clause: Where) -> str | None:
        """The condition on the districts that are drawn, None for none."""
        if self._whole.districts is not None:
            return f"d.district_id = ANY ({clause.bind(sorted(self._whole.districts))}::text[])"
        asked = self._whole.asked
        if Content.DISTRICTS not in asked.content or asked.boundary_set is None:
            return None
        return f"d.set_code = {clause.bind(asked.boundary_set)}::text"

    def _reaching(self, clause: Where) -> Iterator[str]:
        if Content.WORKS in self._whole.asked.content:
            yield "EXISTS (SELECT FROM published.map_shape AS m WHERE m.shape && w.wide)"
            if self._is_past:
                yield "EXISTS (SELECT FROM old AS o WHERE o.shape && w.wide)"
        chosen = self._districts(clause)
        if chosen is not None:
            yield f"EXISTS (SELECT FROM published.map_district AS d WHERE {chosen} AND d.shape && w.wide)"

    def _earlier(self, clause: Where) -> str:
        """What stands before a statement about an earlier publication."""
        if not self._is_past:
            return ""
        number = clause.bind(self._whole.publication)
        target = query("tiles/versions_then").format(relation=SOURCE.relation(number))
        return query("tiles/earlier").format(number=number, old=query("map/shaped").format(target=target))

    async def _count(self) -> None:
        asked, number = self._whole.asked, self._whole.publication if self._is_past else None
        assert asked.selection is not None  # noqa: S101 - else nothing is counted
        assert asked.boundary_set is not None  # noqa: S101 - else nothing is counted
        selection = replace(asked.selection, as_of=number)
        # It takes more workers, by which the features of a tile would come in another order each time: taken back here.
        aside = self._connection.transaction()
        await aside.start()
        try:
            found = await counted(self._connection, selection, asked.boundary_set, seconds=_SECONDS)
            self._counts = found.districts
        finally:
            await aside.rollback()

    async def _rows(self, text: str, clause: Where) -> list[asyncpg.Record]:
        if self._is_past and then.reads(text):
            text = then.at(text, clause.bind(self._whole.publication))
        found: list[asyncpg.Record] = await self._connection.fetch(text, *clause.values, timeout=_SECONDS)
        return found


def _place(tile: TileAddress, works: int, *, crowded: bool) -> dict[str, Any]:
    """A tile as a statement takes it."""
    cells = cells_of(tile) if crowded else None
    return {"x": tile.x, "y": tile.y, "works": works} | (asdict(cells) if cells else {})


def _below(tile: TileAddress) -> Iterator[TileAddress]:
    for y in (2 * tile.y, 2 * tile.y + 1):
        for x in (2 * tile.x, 2 * tile.x + 1):
            yield TileAddress(tile.zoom + 1, x, y)


def _parts(tiles: Sequence[TileAddress], size: int) -> Iterator[list[TileAddress]]:
    rest = iter(tiles)
    while part := list(islice(rest, size)):
        yield part
