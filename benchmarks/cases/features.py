"""Features: one, pages in a box, pages of a filter, large pages."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from benchmarks.asking import LaterPage, later_pages
from benchmarks.cases.case import CATEGORIES, STATUSES, Case, Floors, Limit, bare
from benchmarks.city import CORE, DISTRICTS, project_id
from geo.codes import Category, Status
from geo.values import Bbox

ITEMS: Final = "/collections/projects/items"
SIDE: Final = 16
BOX_WIDTH: Final = 0.0187
BOX_HEIGHT: Final = 0.018
WIDE: Final = Bbox(108.11, 15.96, 108.31, 16.15)
"""21 by 21 km: most of the city."""
_SEED: Final = 3
_FOLLOWED: Final = 32


def cases(base: str, rows: int, only: str) -> Iterator[Case]:
    """The cases of features; later pages are found by following `next` on the service at `base`."""
    yield item(rows)
    yield box()
    for first, statement, later in (_by_status(), _by_district()):
        yield first
        if only in later:
            yield from _later(later, statement, base, first)
    for size in (1_000, 10_000):
        name = f"box of 21 km, later page of {size:,}"
        if only in name:
            yield from large_page(name, base, size)


def item(rows: int) -> Case:
    """One feature by its id."""
    numbers = random.Random(_SEED).choices(range(1, rows + 1), k=1_000)  # noqa: S311 - no secret
    ids = [project_id(number) for number in numbers]
    return Case(
        name="one feature",
        paths=[f"{ITEMS}/{one}" for one in ids],
        limit=Limit.EMPTY,
        floors=Floors(limit=0.5, peers={"tipg": 5, "pygeoapi": 12}),
        peers={
            "tipg": [f"/collections/bench.work/items/{one}" for one in ids],
            "pygeoapi": [f"/collections/work/items/{one}?f=json" for one in ids],
        },
    )


def box() -> Case:
    """The first page of 100 in a box of 2 by 2 km, with the count of all in it."""
    boxes = core_boxes(BOX_WIDTH, BOX_HEIGHT)
    asked = [f"bbox={_text(one)}&limit=100" for one in boxes]
    return Case(
        name="box of 2 km, page of 100 with count",
        paths=[f"{ITEMS}?{query}" for query in asked],
        limit=Limit.SQL,
        statement=bare("box_first_page"),
        values={
            "west": [one.west for one in boxes],
            "south": [one.south for one in boxes],
            "east": [one.east for one in boxes],
            "north": [one.north for one in boxes],
        },
        floors=Floors(limit=0.70, peers={"tipg": 4, "pygeoapi": 7}),
        peers=_peers(asked),
    )


def core_boxes(width: float, height: float) -> list[Bbox]:
    """Boxes of this size in degrees, evenly over the core of the city."""
    corners = [
        (CORE.west + (CORE.east - CORE.west) * x / SIDE, CORE.south + (CORE.north - CORE.south) * y / SIDE)
        for x, y in product(range(SIDE), repeat=2)
    ]
    return [Bbox(round(x, 6), round(y, 6), round(x + width, 6), round(y + height, 6)) for x, y in corners]


def _by_status() -> tuple[Case, str, str]:
    pairs = list(product(Status, Category))
    asked = [f"status={status}&category={category}&limit=100" for status, category in pairs]
    first = _first_page(
        "status and category, page of 100 with count",
        "filter_first_page",
        {"status": [STATUSES.index(one) + 1 for one, _ in pairs], "category": _numbers(pairs)},
        asked,
        _peers(asked),
    )
    return first, "filter_later_page", "status and category, later page of 100"


def _by_district() -> tuple[Case, str, str]:
    """A work may lie in several districts; the peers' table knows only the one that most of it lies in."""
    pairs = list(product(range(1, DISTRICTS[0] * DISTRICTS[1] + 1), Category))
    asked = [f"district=districts.{district}&category={category}&limit=100" for district, category in pairs]
    first = _first_page(
        "district and category, page of 100 with count",
        "district_first_page",
        {"district": [district for district, _ in pairs], "category": _numbers(pairs)},
        asked,
        _peers([query.replace("district=districts.", "district=") for query in asked]),
    )
    return first, "district_later_page", "district and category, later page of 100"


def _first_page(
    name: str, statement: str, values: dict[str, list[int]], asked: list[str], peers: dict[str, list[str]]
) -> Case:
    return Case(
        name=name,
        paths=[f"{ITEMS}?{query}" for query in asked],
        limit=Limit.SQL,
        statement=bare(statement),
        values=values,
        floors=Floors(limit=0.60, peers={"tipg": 4, "pygeoapi": 5}),
        peers=peers,
    )


def _later(name: str, statement: str, base: str, first: Case) -> list[Case]:
    """Later pages of some of the same selections: up to four of each that has any."""
    places = range(0, len(first.paths), max(1, len(first.paths) // _FOLLOWED))
    found = [(place, page) for place in places for page in later_pages(base, first.paths[place], most=4)]
    if not found:
        return []
    columns = {column: [numbers[place] for place, _ in found] for column, numbers in first.values.items()}
    return [
        Case(
            name=name,
            paths=[page.path for _, page in found],
            limit=Limit.SQL,
            statement=bare(statement),
            values=columns | {"after": [_number(page) for _, page in found]},
            floors=Floors(limit=0.80),
        )
    ]


def large_page(name: str, base: str, size: int) -> list[Case]:
    """Later pages of 1,000 or 10,000 in a box of 21 by 21 km; none where the city is too small to have some."""
    query = f"bbox={_text(WIDE)}&limit={size}"
    pages = later_pages(base, f"{ITEMS}?{query}", most=_FOLLOWED)
    if not pages:
        return []
    corners = {side: [getattr(WIDE, side)] * len(pages) for side in ("west", "south", "east", "north")}
    return [
        Case(
            name=name,
            paths=[page.path for page in pages],
            limit=Limit.SQL,
            statement=bare("box_later_page", limit=size),
            values=corners | {"after": [_number(page) for page in pages]},
            connections=16 if size < 10_000 else 4,
            longer=2 if size < 10_000 else 4,
            floors=Floors(limit=0.8, growth=20, peers={"tipg": 6, "pygeoapi": 8}),
            peers=_peers([f"{query}&offset={(place + 1) * size}" for place in range(len(pages))]),
        )
    ]


def _numbers(pairs: Sequence[tuple[object, Category]]) -> list[int]:
    return [CATEGORIES.index(category) + 1 for _, category in pairs]


def _number(page: LaterPage) -> int:
    return int(page.after.removeprefix("P"))


def _text(box: Bbox) -> str:
    return ",".join(f"{number:.6f}" for number in (box.west, box.south, box.east, box.north))


def _peers(queries: list[str]) -> dict[str, list[str]]:
    return {
        "tipg": [f"/collections/bench.work/items?{query}" for query in queries],
        "pygeoapi": [f"/collections/work/items?{query}&f=json" for query in queries],
    }
