"""The statement that draws a tile: which layers it has, and which works are on it.

One rule says what a tile shows of the works: where at most `MOST_SHAPES` have their anchor in it, their shapes
(generalised down to zoom 14, full below), and where more do, cells with counts. So a tile's cost and size stay bounded
however many works there are, and a small city sees shapes early. The filter of a request never matters to the rule: it
chooses among the works, and the content stays of one kind.

Cells are kept for the zooms 0 to 14, by status and category; the few deeper tiles that need them show those of zoom 14.
A selection by anything else is not kept: down to zoom 14 it is counted by district instead; in cells anew where there
are no districts, and on the few deeper tiles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from geo.codes import Category, Status
from geo.items import Where
from geo.projects import SOURCE, Selection
from geo.projects.selection import BRIEF, demand, demand_of_brief, is_in_brief
from geo.sql import query
from geo.tiles.address import CELLS, KEPT, TileAddress, cells_of, code_of

MOST_SHAPES: Final = 3_000
"""Works of a tile that are still drawn as shapes."""
DEEPEST_CELLS: Final = KEPT + CELLS
"""The deepest zoom that has cells; deeper tiles have few works."""
COUNTED: Final = (*(str(status) for status in Status), "not_entered")
"""The attributes of a cell or a district that count its works by status."""


class Content(StrEnum):
    """What a tile set shows."""

    WORKS = "projects"
    DISTRICTS = "districts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a tile.

    `statuses` and `categories` are answered from what is kept of the map. `selection` is any other choice of works:
    it is looked up in the briefs, or in the works themselves. `boundary_set` is the code of the set whose districts are
    drawn.
    """

    content: frozenset[Content] = field(default_factory=lambda: frozenset(Content))
    statuses: frozenset[Status] | None = None
    categories: frozenset[Category] | None = None
    selection: Selection | None = None
    boundary_set: str | None = None


@dataclass(frozen=True, slots=True)
class DistrictCount:
    """How many works of a selection lie in a district, in all and by the words of `COUNTED`."""

    district_id: str
    works: int
    by_status: Mapping[str, int]


def statement(tile: TileAddress, asked: Asked, counts: Sequence[DistrictCount] | None = None) -> tuple[str, list[Any]]:
    """The SQL of a tile with its values; its row is number, generation, works, tile (bytes); it is always one of now.

    `counts` are drawn instead of works where a selection has more of them than shapes are drawn of.
    """
    clause = Where([tile.zoom, tile.x, tile.y, code_of(tile.kept())])
    drawn = _drawn(_layers(clause, tile, asked, counts, cells=True))
    head = query("tiles/head").format(works=works_in(clause, tile), box=box())
    text = f"{head} SELECT s.number, s.generation, s.works, {drawn} AS tile FROM state AS s"  # noqa: S608 - bound
    return text, clause.values


def deep_statement(
    tile: TileAddress, asked: Asked, counts: Sequence[DistrictCount] | None = None
) -> tuple[str, list[Any]]:
    """That of a tile deeper than zoom 14 without cells and generation; its row is number, works, tile.

    It is right only where the row says that there are few enough works for shapes, and where the generation is known
    that the tile has at the row's number: most of these tiles have few works, and many of them share one generation.
    """
    if asked.selection is None and asked.statuses is None and asked.categories is None:
        return _plain_deep(tile, asked)
    return written_deep(tile, asked, counts)


def written_deep(tile: TileAddress, asked: Asked, counts: Sequence[DistrictCount] | None) -> tuple[str, list[Any]]:
    """The same, written anew."""
    clause = Where([tile.zoom, tile.x, tile.y])
    drawn = _drawn(_layers(clause, tile, asked, counts, cells=False))
    head = query("tiles/deep_head").format(works=works_in(clause, tile), box=box())
    text = f"{head} SELECT s.number, s.works, {drawn} AS tile FROM state AS s"  # noqa: S608 - bound
    return text, clause.values


def _plain_deep(tile: TileAddress, asked: Asked) -> tuple[str, list[Any]]:
    """The same of all works: its text is written once for all tiles."""
    outlined = asked.boundary_set is not None and Content.DISTRICTS in asked.content
    counted = tile.zoom <= DEEPEST_CELLS
    values = [tile.zoom, tile.x, tile.y, *[asked.boundary_set] * outlined, *[code_of(tile)] * counted]
    return _plain_deep_text(asked.content, MOST_SHAPES, outlined=outlined, counted=counted), values


@lru_cache(maxsize=16)
def _plain_deep_text(content: frozenset[Content], _most: int, *, outlined: bool, counted: bool) -> str:
    """`_most` is the limit of shapes that stands in the text: a text is kept for that limit alone."""
    tile = TileAddress(DEEPEST_CELLS + (not counted), 0, 0)
    return written_deep(tile, Asked(content=content, boundary_set="" if outlined else None), None)[0]


def box(zoom: str = "$1::integer", x: str = "$2::integer", y: str = "$3::integer") -> str:
    """The SQL of the boxes of a tile whose address is given by SQL."""
    return query("tiles/box").format(zoom=zoom, x=x, y=y)


def works_in(clause: Where, tile: TileAddress) -> str:
    """The SQL of how many works have their anchor in the tile; down to zoom 14 the code of the tile is $4."""
    if tile.zoom <= KEPT:
        return query("tiles/kept_works")
    if tile.zoom > DEEPEST_CELLS:
        return "0"
    return query("tiles/deep_works").format(code=clause.bind(code_of(tile)))


def _drawn(layers: Iterable[str]) -> str:
    return " || ".join(f"({layer})" for layer in layers) or "''::bytea"


def selected(clause: Where, selection: Selection, number: str | None) -> tuple[str, str]:
    """What stands behind FROM for the projects of a selection, as `v`, and their conditions, each behind an AND.

    `number` is the placeholder of an earlier publication's number; None is now, when briefs serve where they hold all.
    """
    brief, before = number is None and is_in_brief(selection), len(clause.conditions)
    (demand_of_brief if brief else demand)(clause, selection)
    chosen = "".join(f" AND {condition}" for condition in clause.conditions[before:])
    return BRIEF.relation if brief else f"({SOURCE.relation(number)})", chosen


def _layers(
    clause: Where, tile: TileAddress, asked: Asked, counts: Sequence[DistrictCount] | None, *, cells: bool
) -> Iterator[str]:
    if Content.WORKS in asked.content:
        works, chosen = chosen_works(clause, asked)
        yield query("tiles/shapes").format(works=works, chosen=chosen, most=MOST_SHAPES)
        if counts:
            yield counts_layer(clause, counts)
        counted = _cells(clause, tile, asked, works, chosen) if cells else None
        if counted is not None:
            yield query("tiles/cells").format(cells=counted, most=MOST_SHAPES)
    if Content.DISTRICTS in asked.content and asked.boundary_set is not None:
        chosen = f"d.set_code = {clause.bind(asked.boundary_set)}::text"
        yield query("tiles/districts").format(chosen=chosen)


def chosen_works(clause: Where, asked: Asked) -> tuple[str, str]:
    """What stands behind FROM for the works, as `m`, and the conditions on them."""
    selection = asked.selection
    if selection is None:
        return "published.map_shape AS m", of_kinds(clause, asked, "m")
    relation, chosen = selected(clause, selection, None)
    return f"published.map_shape AS m JOIN {relation} ON v.project_id = m.project_id", chosen


def _cells(clause: Where, tile: TileAddress, asked: Asked, works: str, chosen: str) -> str | None:
    """What stands behind FROM for the cells; None where there are none."""
    if asked.selection is not None:
        by_district = tile.zoom <= KEPT and asked.boundary_set is not None
        return (
            None
            if by_district
            else query("tiles/counted_cells").format(works=works, chosen=chosen, sums=query("tiles/sums"))
        )
    cells = cells_of(tile)
    if cells is None:
        return None
    places = {name: clause.bind(getattr(cells, name)) for name in ("first", "last", "around")}
    if asked.statuses is None and asked.categories is None:
        return query("tiles/every_cell").format(**places)
    return query("tiles/chosen_cells").format(**places, chosen=of_kinds(clause, asked, "k"))


def of_kinds(clause: Where, asked: Asked, alias: str) -> str:
    """The conditions of the statuses and categories that are asked, on the columns of `alias`."""
    columns = (("status", asked.statuses), ("category", asked.categories))
    return "".join(
        f" AND {alias}.{column} = ANY ({clause.bind(sorted(str(code) for code in codes))}::text[])"
        for column, codes in columns
        if codes is not None
    )


def counts_layer(clause: Where, counts: Sequence[DistrictCount]) -> str:
    """The SQL of the layer that shows counts of districts."""
    columns = {name: clause.bind([count.by_status.get(name) for count in counts]) for name in COUNTED}
    return query("tiles/counts").format(
        ids=clause.bind([count.district_id for count in counts]),
        works=clause.bind([count.works for count in counts]),
        **columns,
    )
