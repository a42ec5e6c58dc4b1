"""Measure and judge works block by block: what is looked at of each, and what is found of each two."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple

from psycopg import Connection, Cursor
from psycopg.rows import DictRow, dict_row

from geo.overlaps.judging import judged
from geo.overlaps.measuring import limits, measured
from geo.overlaps.pairs import Side, side
from geo.overlaps.rules import Rules
from geo.overlaps.sites import site
from geo.publishing.choosing import chosen
from geo.publishing.overlap_rows import COLUMNS, days_row, found_row, line
from geo.sql import query

BLOCK: Final = 1_000
"""Works that are read, or compared with their neighbours, at once."""
_KEPT: Final = 50_000
_DAYS: Final = "COPY overlap_days FROM STDIN"
_FOUND: Final = f"COPY overlap_found ({', '.join(('one_id', 'other_id', *COLUMNS))}) FROM STDIN"


class _Block(NamedTuple):
    """Pairs as they were measured, with the works that are at hand already, and the facts of the others."""

    pairs: list[DictRow]
    held: dict[str, Side]
    facts: list[DictRow]


class Comparing:
    """Works that are compared by rules over a connection, in the caller's transaction.

    Where only a `few` are, statements are planned once for all; else the database measures the next ones while this
    process judges the last. Never are more than some ten thousand works in memory.
    """

    def __init__(self, connection: Connection, rules: Rules, *, few: bool) -> None:
        self._connection, self._rules, self._few = connection, rules, few
        self._known: dict[str, Side] = {}

    def remember(self, number: int | None) -> None:
        """Keep where and when the works of a publication can concern others; of all that is published for None."""
        with self._reading("overlap_sites") as cursor:
            cursor.execute(chosen("overlaps/sites_changed", every=number is None), {"number": number})
            while rows := cursor.fetchmany(BLOCK):
                sides = self._remembered(rows).values()
                self._copy(_DAYS, "".join(line(days_row(one, self._rules)) for one in sides))
        self._connection.execute(query("overlaps/sites_remember"))

    def find(self, looked: str, source: str) -> None:
        """Judge the works that the query `looked` names with those behind the FROM `source`, into `overlap_found`."""
        pairs = query("overlaps/pairs").format(source=source)
        statement = f"INSERT INTO overlap_measured {query('overlaps/measure').format(pairs=pairs)}"
        with self._reading("overlap_blocks") as cursor, ThreadPoolExecutor(1, "measure") as aside:
            cursor.execute(looked)
            if works := cursor.fetchmany(BLOCK):
                self._measure(statement, works)
            while works:
                block = self._measured()
                works = cursor.fetchmany(BLOCK)
                measuring = aside.submit(self._measure, statement, works) if works else None
                lines = self._judged(block)
                if measuring:
                    measuring.result()
                self._copy(_FOUND, lines)

    def _reading(self, name: str) -> Cursor[DictRow]:
        """A cursor that holds what it reads where that is little, since such a statement is planned once for all."""
        return self._connection.cursor("" if self._few else name, row_factory=dict_row, binary=True)

    def _measure(self, statement: str, works: Sequence[DictRow]) -> None:
        """Measure works with those near them. No row comes back: this process would be kept from judging to take it."""
        ids = [row["project_id"] for row in works]
        self._connection.execute(statement, {**limits(self._rules), "ids": ids})

    def _measured(self) -> _Block:
        """What was measured, taken out of its table."""
        pairs = self._rows("SELECT * FROM overlap_measured")
        self._connection.execute(f"{'DELETE FROM' if self._few else 'TRUNCATE'} overlap_measured")
        names = {row[name] for row in pairs for name in ("one_id", "other_id")}
        held = {name: known for name in names if (known := self._known.get(name))}
        wanted = list(names - held.keys())
        return _Block(pairs, held, self._rows(query("overlaps/sites"), {"ids": wanted}) if wanted else [])

    def _rows(self, statement: str, values: dict[str, Any] | None = None) -> list[DictRow]:
        with self._connection.cursor(row_factory=dict_row, binary=True) as cursor:
            return cursor.execute(statement, values).fetchall()

    def _judged(self, block: _Block) -> str:
        """The lines of the pairs of a block that concern each other."""
        sides = block.held | self._remembered(block.facts)
        found = (self._line(sides[row["one_id"]], sides[row["other_id"]], row) for row in block.pairs)
        return "".join(found)

    def _line(self, one: Side, other: Side, row: DictRow) -> str:
        how = measured(row, self._rules)
        finding = how and judged(one, other, how, self._rules)
        return line(found_row(one.site, other.site, how, finding, row["ground"])) if how and finding else ""

    def _remembered(self, rows: Sequence[DictRow]) -> dict[str, Side]:
        """Works as the rules look at them, by id; the last ones are kept for their neighbours."""
        fresh = {row["id"]: side(site(row), self._rules) for row in rows}
        if len(self._known) > _KEPT:
            self._known = {}
        self._known.update(fresh)
        return fresh

    def _copy(self, statement: str, lines: str) -> None:
        if lines:
            with self._connection.cursor().copy(statement) as copy:
                copy.write(lines)
