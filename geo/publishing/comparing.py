"""Measure and judge works block by block: what is looked at of each, and what is found of each two."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

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

BLOCK: Final = 10_000
"""Works that are read, or compared with their neighbours, at once: enough for helping processes to be worth it."""
_PIECE: Final = 200
"""Rows that are taken at once of an answer that is still being made."""
_DAYS: Final = "COPY overlap_days FROM STDIN"
_FOUND: Final = f"COPY overlap_found ({', '.join(('one_id', 'other_id', *COLUMNS))}) FROM STDIN"


class Comparing:
    """Works that are compared by rules over a connection, in the caller's transaction.

    Where only a `few` are, statements are planned once for all; else the database measures the next ones, by as many
    processes as it is allowed, while this one judges the last. Never are many more works in memory than a block has.
    """

    def __init__(self, connection: Connection, rules: Rules, *, few: bool) -> None:
        self._connection, self._rules, self._few = connection, rules, few

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
        with self._reading("overlap_blocks") as cursor, self._helped():
            cursor.execute(looked)
            while rows := cursor.fetchmany(BLOCK):
                self._copy(_FOUND, "".join(self._judged([row["project_id"] for row in rows], _measure(source))))

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

    def _rows(self, statement: str, values: dict[str, Any]) -> Iterator[DictRow]:
        """The rows of a statement; of many the next ones are made, by several processes, while these are taken."""
        cursor = self._connection.cursor(row_factory=dict_row, binary=True)
        if self._few:
            yield from cursor.execute(statement, values)
        else:
            yield from cursor.stream(statement, values, size=_PIECE)

    def _works(self, ids: Collection[str]) -> dict[str, Side]:
        """The works of these ids."""
        return self._sides(self._rows(query("overlaps/sites"), {"ids": list(ids)})) if ids else {}

    def _judged(self, ids: list[str], measure: str) -> Iterator[str]:
        """The lines of the pairs of a block that concern each other; those with a work beyond it wait for its end."""
        sides = self._works(ids)
        waiting: list[DictRow] = []
        for row in self._rows(measure, {**limits(self._rules), "ids": ids}):
            if row["one_id"] in sides and row["other_id"] in sides:
                yield self._line(sides[row["one_id"]], sides[row["other_id"]], row)
            else:
                waiting.append(row)
        sides |= self._works({row[side] for row in waiting for side in ("one_id", "other_id")} - sides.keys())
        for row in waiting:
            yield self._line(sides[row["one_id"]], sides[row["other_id"]], row)

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
def _measure(source: str) -> str:
    """Measure the works of a FROM with those near them."""
    return query("overlaps/measure").format(pairs=query("overlaps/pairs").format(source=source))
