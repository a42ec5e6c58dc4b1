"""Measure and judge works block by block: what is looked at of each, and what is found of each two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any, Final, NamedTuple

from psycopg import Connection, Cursor
from psycopg.rows import DictRow, dict_row

from geo.overlaps.judging import judged
from geo.overlaps.measuring import limits, measured
from geo.overlaps.pairs import Side, side
from geo.overlaps.placement import placement_pieces, too_detailed
from geo.overlaps.rules import Rules
from geo.overlaps.sites import site
from geo.publishing.overlap_rows import COLUMNS, days_row, found_row, line
from geo.sql import query
from geo.sql.choosing import chosen

BLOCK: Final = 1_000
"""Works that are read, or compared with their neighbours, at once."""
_DAYS: Final = "COPY overlap_days FROM STDIN"
_FOUND: Final = f"COPY overlap_found ({', '.join(('one_id', 'other_id', *COLUMNS))}) FROM STDIN"


class _Block(NamedTuple):
    """Pairs as they were measured, and the facts of their works; both are read already, and not yet taken."""

    pairs: Cursor[DictRow]
    works: Cursor[DictRow]


class Comparing:
    """Works that are compared by rules over a connection, in the caller's transaction.

    Where only a `few` are, statements are planned once for all; else the database measures the next ones while this
    process judges the last. Never are more than some thousand works in memory.
    """

    def __init__(self, connection: Connection, rules: Rules, *, few: bool) -> None:
        self._connection, self._rules, self._few = connection, rules, few

    def remember(self, number: int | None) -> None:
        """Keep where and when the works of a publication can concern others; of all that is published for None."""
        with self._reading("overlap_sites") as cursor, ThreadPoolExecutor(1, "remember") as aside:
            works = chosen(
                "overlaps/sites_changed",
                every=number is None,
                ground=placement_pieces()["ground"],
                too_detailed=too_detailed(),
            )
            cursor.execute(works, {"number": number})
            rows, kept = cursor.fetchmany(BLOCK), _DONE
            while rows:
                lines = "".join(line(days_row(one, self._rules)) for one in self._sides(rows).values())
                kept.result()
                self._clear("overlap_days")
                self._copy(_DAYS, lines)
                rows = cursor.fetchmany(BLOCK)
                kept = self._aside(aside if rows else None, _remember())
            kept.result()

    def find(self, looked: str, source: str) -> None:
        """Judge the works that the query `looked` names with those behind the FROM `source`, into `overlap_found`."""
        pairs = query("overlaps/pairs").format(source=source)
        measure = f"INSERT INTO overlap_measured {query('overlaps/measure').format(pairs=pairs)}"
        with self._reading("overlap_blocks") as cursor, ThreadPoolExecutor(1, "measure") as aside:
            cursor.execute(looked)
            if rows := cursor.fetchmany(BLOCK):
                self._connection.execute(measure, self._near(rows))
            while rows:
                block = self._measured()
                rows = cursor.fetchmany(BLOCK)
                measuring = self._aside(aside, measure, self._near(rows)) if rows else _DONE
                lines = self._judged(block)
                measuring.result()
                self._copy(_FOUND, lines)

    def _aside(
        self, aside: ThreadPoolExecutor | None, statement: str, values: dict[str, Any] | None = None
    ) -> Future[Any]:
        """Run what gives no rows while this thread, which must leave the connection alone, does something else.

        Rows would keep this process from what it does: each piece of them is waited for.
        """
        if aside is not None:
            return aside.submit(self._connection.execute, statement, values)
        self._connection.execute(statement, values)
        return _DONE

    def _near(self, works: Sequence[DictRow]) -> dict[str, Any]:
        return {**limits(self._rules), "ids": [row["project_id"] for row in works]}

    def _reading(self, name: str) -> Cursor[DictRow]:
        """A cursor that holds what it reads where that is little, since such a statement is planned once for all."""
        return self._connection.cursor("" if self._few else name, row_factory=dict_row, binary=True)

    def _measured(self) -> _Block:
        """What was measured, taken out of its table."""
        block = _Block(self._read("SELECT * FROM overlap_measured"), self._read(_works()))
        self._clear("overlap_measured")
        return block

    def _read(self, statement: str) -> Cursor[DictRow]:
        return self._connection.cursor(row_factory=dict_row, binary=True).execute(statement)

    def _judged(self, block: _Block) -> str:
        """The lines of the pairs of a block that concern each other."""
        sides = self._sides(block.works)
        return "".join(self._line(sides[row["one_id"]], sides[row["other_id"]], row) for row in block.pairs)

    def _line(self, one: Side, other: Side, row: DictRow) -> str:
        how = measured(row, self._rules)
        finding = how and judged(one, other, how, self._rules)
        return line(found_row(one.site, other.site, how, finding)) if how and finding else ""

    def _sides(self, rows: Iterable[DictRow]) -> dict[str, Side]:
        """Works as the rules look at them, by id."""
        return {row["id"]: side(site(row), self._rules) for row in rows}

    def _clear(self, table: str) -> None:
        self._connection.execute(f"{'DELETE FROM' if self._few else 'TRUNCATE'} {table}")

    def _copy(self, statement: str, lines: str) -> None:
        if lines:
            with self._connection.cursor().copy(statement) as copy:
                copy.write(lines)


@cache
def _remember() -> str:
    """Keep the works of `overlap_days`."""
    made = query("overlaps/sites_made").format(days="overlap_days", **placement_pieces())
    return query("overlaps/sites_remember").format(made=made)


@cache
def _works() -> str:
    """The facts of the works that were measured."""
    return query("overlaps/sites") % {
        "ids": "ARRAY(SELECT one_id FROM overlap_measured UNION SELECT other_id FROM overlap_measured)"
    }


def _done() -> Future[Any]:
    done: Future[Any] = Future()
    done.set_result(None)
    return done


_DONE: Final = _done()
