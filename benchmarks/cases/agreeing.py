"""Whether the bare SQL gives what the service answers: a limit of other content would be none."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row

from benchmarks.asking import ask
from benchmarks.cases.case import Case
from geo.errors import BadInput

_ID: Final = re.compile(rb"P\d{7}")
"""The id of a work of the made-up city, as it stands in a tile."""


def check(case: Case, base: str, database: str, *, rows: int = 3) -> None:
    """Compare some answers with what the statement gives. Raises BadInput where they differ."""
    if case.statement is None:
        return
    compare = _compare_tile if " AS tile " in case.statement else _compare_page
    for row in range(0, len(case.paths), max(1, len(case.paths) // rows)):
        if not compare(_bare(case, row, database), base, case.paths[row]):
            raise BadInput(f"{case.name}: the bare SQL does not give what {case.paths[row]} answers.")


def _compare_page(found: list[dict[str, Any]], base: str, path: str) -> bool:
    """The same features in the same order with the same properties; and the same count, where both have one."""
    page = ask(base, path).json()
    features = [json.loads(one["feature"]) for one in found]
    counted = not found or found[0].get("matched") in {None, page["numberMatched"]}
    return counted and [_core(one) for one in features] == [_core(one) for one in page["features"]]


def _core(feature: dict[str, Any]) -> tuple[Any, ...]:
    return feature["id"], feature["geometry"], feature["properties"]


def _compare_tile(found: list[dict[str, Any]], base: str, path: str) -> bool:
    """All of the same works, and about as many bytes: the order of features is free, and changes their numbers.

    Ours may have up to a fifth more, since shapes are not clipped, nor left out whose box alone lies in the tile. One
    work in a thousand may be missing: a point within a metre of the margin's edge, since anchors are whole metres.
    """
    ours, bare = ask(base, path).body, bytes(found[0]["tile"])
    works = set(_ID.findall(bare))
    whole = len(works.difference(_ID.findall(ours))) <= len(works) // 1000
    return whole and 0.99 * len(bare) <= len(ours) <= 1.2 * len(bare)


def _bare(case: Case, row: int, database: str) -> list[dict[str, Any]]:
    statement = case.statement or ""
    for name, column in case.values.items():
        statement = re.sub(rf"(?<!:):{name}\b", str(column[row]), statement)
    # Parallel workers would write a tile's texts once each.
    options = "-c max_parallel_workers_per_gather=0"
    with psycopg.connect(database, row_factory=dict_row, options=options) as connection:
        return connection.execute(statement.encode()).fetchall()
