"""Measure and judge works block by block: what is looked at of each, and what is found of each two."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from psycopg import Connection, Cursor
from psycopg.rows import DictRow, dict_row

from geo.overlaps.judging import judged
from geo.overlaps.measuring import limits, measured
from geo.overlaps.pairs import Side, side
from geo.overlaps.placement import compared, placement_pieces
from geo.overlaps.rules import Rules
from geo.overlaps.sites import site
from geo.publishing.overlap_rows import COLUMNS, SITE, found_row, line, site_row
from geo.sql import query
from geo.sql.choosing import chosen

BLOCK: Final = 10_000
"""Works that are read, or compared with their neighbours, at once: enough for helping processes to be worth it."""
_KEPT: Final = 100_000
"""Works at most that are kept in memory, some 100 MB, from where they are remembered to where they are compared."""
_PIECE: Final = 200
"""Rows that are taken at once of an answer that is still being made."""
_PUT_OFF: Final = 4
"""Of so many pairs one is judged while the database takes the lines of the others: about as long as that takes."""
_TOGETHER: Final = 20
"""Pairs that are judged between two parts of lines."""
_PART: Final = 2**20
"""Bytes that are copied at once."""
_HELD: Final = 2**25
"""Bytes of what is remembered that are held in memory; the rest lies in a temporary file."""
_SITES: Final = f"COPY {{table}} ({', '.join(SITE)}) FROM STDIN"
_FOUND: Final = f"COPY overlap_found ({', '.join(('one_id', 'other_id', *COLUMNS))}) FROM STDIN"


class Comparing:
    """Works that are compared by rules over a connection, in the caller's transaction.

    Where only a `few` are, statements are planned once for all; else the database measures the next ones, by as many
    processes as it is allowed, while this one judges the last. Never are many more works in memory than a block has.
    """

    def __init__(self, connection: Connection, rules: Rules, *, few: bool) -> None:
        self._connection, self._rules, self._few = connection, rules, few
        self._kept: dict[str, Side] = {}

    def remember(self, number: int | None, table: str = "published.overlap_site") -> None:
        """Keep where and when the works of a publication can concern others; of all that is published for None."""
        works = chosen("overlaps/sites_made", every=number is None, compared=compared(), **placement_pieces())
        with SpooledTemporaryFile(max_size=_HELD) as lines, self._helped():
            for row in self._rows(works, {"number": number}):
                one = side(site(row), self._rules)
                lines.write(line(site_row(one, row, self._rules)).encode())
                self._keep(one)
            lines.seek(0)
            self._copy(_SITES.format(table=table), iter(partial(lines.read, _PART), b""))

    def find(self, looked: str, source: str) -> None:
        """Judge the works that the query `looked` names with those behind the FROM `source`, into `overlap_found`."""
        with self._reading("overlap_blocks") as cursor, self._helped():
            cursor.execute(looked)
            while rows := cursor.fetchmany(BLOCK):
                self._copy(_FOUND, self._judged([row["project_id"] for row in rows], _measure(source)))

    @contextmanager
    def _helped(self) -> Iterator[None]:
        """Where many are measured other processes of the server help, also where the table is small.

        Shapes are not remembered for when they come again, since they do not. Nothing that is made of works and pairs
        refers to itself, so that none of it is looked through for cycles.
        """
        if self._few:
            yield
            return
        self._connection.execute("SET LOCAL min_parallel_table_scan_size = 0; SET LOCAL enable_memoize = off")
        with _uncollected():
            yield
        self._connection.execute("SET LOCAL min_parallel_table_scan_size = DEFAULT; SET LOCAL enable_memoize = DEFAULT")

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

    def _keep(self, one: Side) -> None:
        """Keep a work for when it is compared; a few are read again by the statement that reads their neighbours."""
        if not self._few and len(self._kept) < _KEPT:
            self._kept[one.site.id] = one

    def _works(self, ids: Collection[str]) -> dict[str, Side]:
        """The works of these ids, among others where those are at hand."""
        others = [one for one in ids if one not in self._kept]
        if not others:
            return self._kept
        return {one: self._kept[one] for one in ids if one in self._kept} | self._read(others)

    def _read(self, ids: list[str]) -> dict[str, Side]:
        return {row["id"]: side(site(row), self._rules) for row in self._rows(query("overlaps/sites"), {"ids": ids})}

    def _judged(self, ids: list[str], measure: str) -> Iterator[bytes]:
        """The lines of the pairs of a block that concern each other; the first comes once all of it is measured.

        What has a work beyond the block is put off, and some more: it is judged while the database takes the lines.
        """
        sides, lines, put_off = self._works(ids), list[str](), list[DictRow]()
        for number, row in enumerate(self._rows(measure, {**limits(self._rules), "ids": ids})):
            if number % _PUT_OFF and row["one_id"] in sides and row["other_id"] in sides:
                lines.append(self._line(sides, row))
            else:
                put_off.append(row)
        if beyond := {row[side] for row in put_off for side in ("one_id", "other_id")} - sides.keys():
            sides = {**sides, **self._works(beyond)}
        made = iter(lines)
        for at in range(0, len(put_off), _TOGETHER):
            yield "".join(islice(made, _TOGETHER * _PUT_OFF)).encode()
            yield "".join([self._line(sides, row) for row in put_off[at : at + _TOGETHER]]).encode()
        yield "".join(made).encode()

    def _line(self, sides: Mapping[str, Side], row: DictRow) -> str:
        one, other, how = sides[row["one_id"]], sides[row["other_id"]], measured(row, self._rules)
        finding = how and judged(one, other, how, self._rules)
        return line(found_row(one.site, other.site, how, finding)) if how and finding else ""

    def _copy(self, statement: str, parts: Iterator[bytes]) -> None:
        """Copy lines in parts; nothing is asked of the database where there are none."""
        parts = filter(None, parts)
        first = next(parts, b"")
        if not first:
            return
        with self._connection.cursor().copy(statement) as copy:
            copy.write(first)
            for part in parts:
                copy.write(part)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for objects that refer to each other."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
def _measure(source: str) -> str:
    """Measure the works of a FROM with those near them."""
    return query("overlaps/measure").format(pairs=query("overlaps/pairs").format(source=source))
