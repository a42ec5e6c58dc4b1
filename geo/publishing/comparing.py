"""Measure and judge works block by block: what is looked at of each, and what is found of each two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
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

BLOCK: Final = 2_000
"""Works that are read, or compared with their neighbours, at once: enough for helping processes to be worth it."""
_DAYS: Final = "COPY overlap_days FROM STDIN"
_FOUND: Final = f"COPY overlap_found ({', '.join(('one_id', 'other_id', *COLUMNS))}) FROM STDIN"


class _Block(NamedTuple):
    """Pairs as they were measured, and the facts of their works; both are read already, and not yet taken."""

    pairs: Cursor[DictRow]
    works: Cursor[DictRow]


class _Measures(NamedTuple):
    """The temporary table that pairs are measured into, how it is filled, and how it is emptied."""

    table: str
    fill: str
    clear: str


_OF_FEW: Final = _Measures("overlap_measured", "INSERT INTO overlap_measured", "DELETE FROM overlap_measured")
"""Always the same table, so that statements stay planned."""
_OF_MANY: Final = _Measures("overlap_block", "CREATE TEMPORARY TABLE overlap_block AS", "DROP TABLE overlap_block")
"""PostgreSQL fills no table by several processes but one that is new."""


class Comparing:
    """Works that are compared by rules over a connection, in the caller's transaction.

    Where only a `few` are, statements are planned once for all; else the database measures the next ones, by as many
    processes as it is allowed, while this one judges the last. Never are more than some thousand works in memory.
    """

    def __init__(self, connection: Connection, rules: Rules, *, few: bool) -> None:
        self._connection, self._rules, self._few = connection, rules, few
        self._measures = _OF_FEW if few else _OF_MANY

    def remember(self, number: int | None, table: str = "published.overlap_site") -> None:
        """Keep where and when the works of a publication can concern others; of all that is published for None."""
        ground, detailed = placement_pieces()["ground"], too_detailed()
        works = chosen("overlaps/sites_changed", every=number is None, ground=ground, too_detailed=detailed)
        with self._reading("overlap_sites") as cursor:
            cursor.execute(works, {"number": number})
            while rows := cursor.fetchmany(BLOCK):
                self._copy(_DAYS, "".join(line(days_row(one, self._rules)) for one in self._sides(rows).values()))
        if not self._few:
            self._connection.execute("ANALYZE overlap_days (project_id)")
        self._connection.execute(_remember(table))
        self._clear("overlap_days")

    def find(self, looked: str, source: str) -> None:
        """Judge the works that the query `looked` names with those behind the FROM `source`, into `overlap_found`."""
        measure = _measure(source, self._measures)
        with self._reading("overlap_blocks") as cursor, ThreadPoolExecutor(1, "measure") as aside, self._helped():
            cursor.execute(looked)
            rows = cursor.fetchmany(BLOCK)
            if rows:
                self._connection.execute(measure, self._near(rows))
            while rows:
                block = self._measured()
                rows = cursor.fetchmany(BLOCK)
                # What gives no rows: each piece of them would be waited for, and keep this thread from judging.
                measuring = aside.submit(self._connection.execute, measure, self._near(rows)) if rows else _DONE
                lines = self._judged(block)
                measuring.result()
                self._copy(_FOUND, lines)

    def _near(self, works: Sequence[DictRow]) -> dict[str, Any]:
        return {**limits(self._rules), "ids": [row["project_id"] for row in works]}

    @contextmanager
    def _helped(self) -> Iterator[None]:
        """Where many are measured other processes of the server help, also where the table is small."""
        if self._few:
            yield
            return
        self._connection.execute("SET LOCAL min_parallel_table_scan_size = 0")
        yield
        self._connection.execute("SET LOCAL min_parallel_table_scan_size = DEFAULT")

    def _reading(self, name: str) -> Cursor[DictRow]:
        """A cursor that holds what it reads where that is little, since such a statement is planned once for all."""
        return self._connection.cursor("" if self._few else name, row_factory=dict_row, binary=True)

    def _measured(self) -> _Block:
        """What was measured, taken out of its table."""
        table = self._measures.table
        block = _Block(self._read(f"SELECT * FROM {table}"), self._read(_works(table)))  # noqa: S608 - one of two names
        self._connection.execute(self._measures.clear)
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
def _remember(table: str) -> str:
    """Keep the works of `overlap_days` in a table."""
    made = query("overlaps/sites_made").format(days="overlap_days", **placement_pieces())
    return query("overlaps/sites_remember").format(table=table, made=made)


@cache
def _measure(source: str, measures: _Measures) -> str:
    """Measure the works of a FROM with those near them."""
    pairs = query("overlaps/pairs").format(source=source)
    return f"{measures.fill} {query('overlaps/measure').format(pairs=pairs)}"


@cache
def _works(table: str) -> str:
    """The facts of the works that were measured."""
    ids = f"ARRAY(SELECT one_id FROM {table} UNION SELECT other_id FROM {table})"  # noqa: S608 - one of two names
    return query("overlaps/sites") % {"ids": ids}


def _done() -> Future[Any]:
    done: Future[Any] = Future()
    done.set_result(None)
    return done


_DONE: Final = _done()
