"""Verify the works that are compared and the pairs that are found of them: measured and judged again, block by block.

Nothing is written: a reader may do it. It takes about as long as to compare all works anew (`allimi overlaps rebuild`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import DictRow, dict_row

from geo.log.derived import Differing
from geo.overlaps.judging import judged
from geo.overlaps.measuring import limits, measured
from geo.overlaps.pairs import Side, side
from geo.overlaps.placement import compared, placement_pieces
from geo.overlaps.rules import Rules
from geo.overlaps.sites import site
from geo.publishing.overlap_rows import COLUMNS, SITE, found_row, site_row
from geo.publishing.overlap_rules import in_force
from geo.publishing.overlaps import MOST_AT_ONE_PLACE
from geo.sql import query
from geo.sql.choosing import chosen

_BLOCK: Final = 1_000
_PAIR: Final = ("one_id", "other_id", *COLUMNS)
_NEAR: Final = "{source} AND a.project_id = ANY (%(ids)s)"


def differing(connection: Connection) -> Iterator[Differing]:
    """The first work and the first pair that are not as they are found by the rules in force.

    Nothing where an earlier program judged by rules or code of its own (`allimi migrate` compares all anew then).
    """
    force = in_force(connection)
    if not force.judged:
        return
    yield from _first(_sites(connection, force.rules))
    yield from _strangers(connection)
    yield from _first(_pairs(connection, force.rules))


def _first(found: Iterator[Differing]) -> Iterator[Differing]:
    one = next(found, None)
    if one is not None:
        yield one


def _sites(connection: Connection, rules: Rules) -> Iterator[Differing]:
    looked = chosen("overlaps/sites_made", every=True, compared=compared(), **placement_pieces())
    statement = query("kept/sites").format(columns=", ".join(SITE))
    for rows in _blocks(connection, "verified_sites", looked):
        made = [site_row(side(site(row), rules), row, rules) for row in rows]
        values = {"ids": [row["id"] for row in rows], "made": _json(SITE, made)}
        yield from (Differing("overlap_site", *row) for row in connection.execute(statement, values))


def _strangers(connection: Connection) -> Iterator[Differing]:
    statement = query("kept/strangers").format(compared=compared())
    for (key,) in connection.execute(statement, {"most": MOST_AT_ONE_PLACE}):
        yield Differing("overlap_site or overlap", key, {}, None)


def _pairs(connection: Connection, rules: Rules) -> Iterator[Differing]:
    near = query("overlaps/pairs").format(source=_NEAR.format(source=query("overlaps/all")))
    measure = query("overlaps/measure").format(pairs=near)
    statement = query("kept/found").format(columns=", ".join(COLUMNS))
    for block in _blocks(connection, "verified_pairs", query("overlaps/blocks")):
        ids = [row["project_id"] for row in block]
        rows = _rows(connection, measure, {**limits(rules), "ids": ids})
        values = {"ids": ids, "found": _json(_PAIR, _found(connection, rows, rules))}
        yield from (Differing("overlap", *row) for row in connection.execute(statement, values))


def _found(connection: Connection, rows: Sequence[DictRow], rules: Rules) -> Iterator[tuple[Any, ...]]:
    works = sorted(set(chain.from_iterable((row["one_id"], row["other_id"]) for row in rows)))
    sides = _sides(_rows(connection, query("overlaps/sites"), {"ids": works}), rules)
    for row in rows:
        one, other, how = sides.get(row["one_id"]), sides.get(row["other_id"]), measured(row, rules)
        finding = judged(one, other, how, rules) if one and other and how else None
        if one and other and how and finding:
            yield found_row(one.site, other.site, how, finding)


def _sides(rows: Iterable[DictRow], rules: Rules) -> dict[str, Side]:
    return {row["id"]: side(site(row), rules) for row in rows}


def _blocks(connection: Connection, name: str, statement: str) -> Iterator[list[DictRow]]:
    with connection.cursor(name, row_factory=dict_row, binary=True) as cursor:
        cursor.execute(statement.encode())
        while rows := cursor.fetchmany(_BLOCK):
            yield rows


def _rows(connection: Connection, statement: str, values: dict[str, Any]) -> list[DictRow]:
    with connection.cursor(row_factory=dict_row, binary=True) as cursor:
        return cursor.execute(statement.encode(), values).fetchall()


def _json(names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> str:
    """Rows as a JSON array; terms are JSON already, whatever else is not written so is text that its column takes."""
    return f"[{','.join(_object(names, row) for row in rows)}]"


def _object(names: Sequence[str], row: tuple[Any, ...]) -> str:
    members = (
        f'"{name}":{value if name == "terms" else json.dumps(value, default=str)}'
        for name, value in zip(names, row, strict=True)
    )
    return f"{{{','.join(members)}}}"
