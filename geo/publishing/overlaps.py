"""Keep which published works concern each other: in the transaction that publishes, for the works that it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from psycopg import Connection, Cursor
from psycopg.rows import DictRow, dict_row

from geo.overlaps.judging import judge
from geo.overlaps.measuring import limits, measured
from geo.overlaps.rules import Rules
from geo.overlaps.sites import Site, site
from geo.publishing import numbering
from geo.publishing.marks import reopen
from geo.publishing.overlap_rows import COLUMNS, days_row, found_row
from geo.publishing.overlap_rules import in_force, put_in_force
from geo.sql import query

CHUNK: Final = 5_000
MOST_AT_ONE_PLACE: Final = 100
"""Points at one place that are taken to be there; where more are, it is what a search for addresses gave."""
_SITES_KEPT: Final = 200_000
_FEW: Final = 500


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many pairs there are now, and how many of them are new or found otherwise."""

    pairs: int
    changed: int


def keep_overlaps(connection: Connection, number: int) -> None:
    """Keep the pairs of the projects of the temporary table `change` as the publication of this number leaves them.

    Their briefs are there. Where the rules that the program brings are others than those in force, all pairs are made
    anew.
    """
    rules, is_new = in_force(connection)
    if is_new:
        rebuild_overlaps(connection, number)
        return
    run, few = connection.execute, _are_few(connection)
    for step in ("looked", "places", "place", "sites_forget"):
        run(query(f"overlaps/{step}"))
    _remember_sites(connection, rules, number, few=few)
    run(query("overlaps/place"))
    run(query("overlaps/crowds"), {"most": MOST_AT_ONE_PLACE})
    _find(connection, rules, query("overlaps/changed"), few=few)
    _change(connection, number, query("overlaps/touched"))
    run("DROP TABLE overlap_looked, overlap_place")


def rebuild(connection: Connection) -> Rebuilt:
    """Compare all that is published anew, in a publication of its own; the caller commits."""
    numbering.lock(connection)
    number = numbering.take_number(connection, versions=0).number
    rebuild_overlaps(connection, number)
    return _counted(connection, number)


def apply_rules(connection: Connection, rules: Rules, *, shipped: bool) -> Rebuilt:
    """Put rules in force and judge all that is published by them, in a publication of its own; the caller commits."""
    numbering.lock(connection)
    number = numbering.take_number(connection, versions=0).number
    put_in_force(connection, rules, number, shipped=shipped)
    rebuild_overlaps(connection, number)
    return _counted(connection, number)


def rebuild_overlaps(connection: Connection, number: int) -> None:
    """Compare all that is published anew, by the rules in force, as of the publication of this number.

    The caller holds the publication lock, and commits.
    """
    rules, is_new = in_force(connection)
    if is_new:
        put_in_force(connection, rules, number, shipped=True)
    connection.execute("DELETE FROM published.overlap_site")
    _remember_sites(connection, rules, None, few=False)
    connection.execute(query("overlaps/all_crowds"), {"most": MOST_AT_ONE_PLACE})
    connection.execute("ANALYZE published.overlap_site")
    _find(connection, rules, query("overlaps/all"), few=False)
    _change(connection, number, "true")


def _counted(connection: Connection, number: int) -> Rebuilt:
    row = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE since = %s) FROM published.overlap", [number]
    ).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return Rebuilt(pairs=row[0], changed=row[1])


def _remember_sites(connection: Connection, rules: Rules, number: int | None, *, few: bool) -> None:
    connection.execute(query("overlaps/days"))
    with _reading(connection, "overlap_sites", few=few) as cursor:
        cursor.execute(query("overlaps/sites_changed"), {"number": number})
        while rows := cursor.fetchmany(CHUNK):
            with connection.cursor().copy("COPY overlap_days FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(days_row(site(row), rules))
    connection.execute(query("overlaps/sites_remember"))
    connection.execute("DROP TABLE overlap_days")


def _are_few(connection: Connection) -> bool:
    row = connection.execute("SELECT count(*) FROM change").fetchone()
    return row is not None and row[0] <= _FEW


def _reading(connection: Connection, name: str, *, few: bool) -> Cursor[DictRow]:
    """A cursor that holds what it reads where that is little, since such a statement is planned once for all."""
    if few:
        return connection.cursor(row_factory=dict_row)
    return connection.cursor(name, row_factory=dict_row)


def _find(connection: Connection, rules: Rules, source: str, *, few: bool) -> None:
    """Judge every two works behind this FROM, into the temporary table `overlap_found`."""
    connection.execute(query("overlaps/found").format(columns=", ".join(COLUMNS)))
    sites = _Sites(connection)
    pairs = query("overlaps/measure").format(pairs=query("overlaps/pairs").format(source=source))
    with _reading(connection, "overlap_pairs", few=few) as cursor:
        cursor.execute(pairs, limits(rules))
        while rows := cursor.fetchmany(CHUNK):
            _keep(connection, rules, sites, rows)
    connection.execute("ANALYZE overlap_found")


def _keep(connection: Connection, rules: Rules, sites: _Sites, rows: Sequence[DictRow]) -> None:
    known = sites.of(rows)
    names = ", ".join(("one_id", "other_id", *COLUMNS))
    with connection.cursor().copy(f"COPY overlap_found ({names}) FROM STDIN") as copy:
        for row in rows:
            one, other = known[row["one_id"]], known[row["other_id"]]
            found = measured(row, rules)
            finding = found and judge(one, other, found, rules)
            if found and finding:
                copy.write_row(found_row(one, other, found, finding, row["ground"]))


class _Sites:
    """Sites by their ids; those of many pairs are read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, Site] = {}

    def of(self, rows: Sequence[DictRow]) -> dict[str, Site]:
        """The sites of these pairs, at least."""
        if len(self._known) > _SITES_KEPT:
            self._known.clear()
        wanted = {row[name] for row in rows for name in ("one_id", "other_id")} - self._known.keys()
        with self._connection.cursor(row_factory=dict_row) as cursor:
            found = cursor.execute(query("overlaps/sites"), {"ids": list(wanted)})
            self._known.update((row["id"], site(row)) for row in found)
        return self._known


def _change(connection: Connection, number: int, touched: str) -> None:
    values: dict[str, Any] = {"number": number}
    columns, of_found, of_kept = (", ".join(f"{of}{name}" for name in COLUMNS) for of in ("", "f.", "o."))
    connection.execute(
        query("overlaps/close").format(touched=touched.format(table="overlap"), columns=columns, f=of_found, o=of_kept),
        values,
    )
    connection.execute(query("overlaps/open").format(columns=columns, f=of_found), values)
    connection.execute("DROP TABLE overlap_found")
    reopen(connection, number, touched)
