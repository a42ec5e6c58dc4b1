"""Keep which published works concern each other: in the transaction that publishes, for the works that it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from psycopg import Connection

from geo.overlaps.placement import too_detailed
from geo.overlaps.rules import Rules
from geo.publishing import numbering
from geo.publishing.comparing import Comparing
from geo.publishing.marks import reopen
from geo.publishing.overlap_rows import COLUMNS
from geo.publishing.overlap_rules import in_force, put_in_force
from geo.publishing.tables import OVERLAPS, clear_tables
from geo.sql import query
from geo.sql.choosing import chosen

MOST_AT_ONE_PLACE: Final = 100
"""Works of one shape that are taken to be there; where more are, it is what a search for addresses gave, or an area."""
_FEW: Final = 500


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many pairs there are now, and how many of them are new or found otherwise."""

    pairs: int
    changed: int


def keep_overlaps(connection: Connection, number: int) -> None:
    """Keep the pairs of the projects of the temporary table `change` as the publication of this number leaves them.

    Their briefs are there. Where no publication was judged yet, all pairs are made. Where all was judged by an earlier
    program, these projects are judged by this one, and the others by `catch_up`: nobody's push waits for them.
    """
    force = in_force(connection)
    if force.judged_by is None:
        rebuild_overlaps(connection, number)
        return
    run, few = connection.execute, _are_few(connection)
    comparing = Comparing(connection, force.rules, few=few)
    for step in ("looked", "place", "sites_forget"):
        run(query(f"overlaps/{step}"))
    comparing.remember(number)
    run(_leave_out(every=False), {"number": number})
    run(query("overlaps/place"))
    run(query("overlaps/crowds"), {"most": MOST_AT_ONE_PLACE})
    comparing.find(query("overlaps/blocks_changed"), query("overlaps/changed"))
    if not few:
        _analyse(connection)
    _change(connection, number, query("overlaps/touched"))


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


def catch_up(connection: Connection) -> Rebuilt | None:
    """Judge all that is published by the rules in force, where an earlier program did by its own rules or code.

    For an upgrade, which alone does it; the caller commits. None where nothing was to do.
    """
    found = connection.execute("SELECT EXISTS (SELECT FROM published.project_now)").fetchone()
    if not found or not found[0] or in_force(connection).judged:
        return None
    return rebuild(connection)


def rebuild_overlaps(connection: Connection, number: int) -> None:
    """Compare all that is published anew, by the rules in force, as of the publication of this number.

    The caller holds the publication lock, and commits.
    """
    clear_tables(connection, *OVERLAPS)
    force = in_force(connection)
    if not force.judged:
        put_in_force(connection, force.rules, number, shipped=force.shipped)
    comparing = Comparing(connection, force.rules, few=False)
    _remake_sites(connection, comparing)
    comparing.find(query("overlaps/blocks"), f"{query('overlaps/all')} AND a.project_id = ANY (%(ids)s)")
    _analyse(connection)
    _change(connection, number, "true")


def _remake_sites(connection: Connection, comparing: Comparing) -> None:
    """Make anew what is kept of all works; what is the same stays, since an index grows with all that is written."""
    run = connection.execute
    run("DELETE FROM published.overlap_left_out")
    run(_leave_out(every=True))
    run("CREATE TEMPORARY TABLE overlap_remade (LIKE published.overlap_site INCLUDING DEFAULTS)")
    comparing.remember(None, "overlap_remade")
    run(query("overlaps/all_crowds"), {"most": MOST_AT_ONE_PLACE})
    run("ANALYZE overlap_remade (project_id)")
    for step in ("sites_gone", "sites_new"):
        run(query(f"overlaps/{step}"))
    run("DROP TABLE overlap_remade")
    run("ANALYZE published.overlap_site (project_id, shape, crowded)")


def _leave_out(*, every: bool) -> str:
    """The statement that notes the works that are compared with nothing."""
    works = chosen("overlaps/leave_out", every=every, too_detailed=too_detailed())
    return f"INSERT INTO published.overlap_left_out (project_id, reason, place) {works}"


def _counted(connection: Connection, number: int) -> Rebuilt:
    row = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE since = %s) FROM published.overlap", [number]
    ).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return Rebuilt(pairs=row[0], changed=row[1])


def _are_few(connection: Connection) -> bool:
    row = connection.execute("SELECT count(*) FROM change").fetchone()
    return row is not None and row[0] <= _FEW


def _analyse(connection: Connection) -> None:
    """Let the planner know how much was found; of its long values nobody asks."""
    connection.execute("ANALYZE overlap_found (one_id, other_id)")


def _change(connection: Connection, number: int, touched: str) -> None:
    values: dict[str, Any] = {"number": number}
    columns, of_found, of_kept = (", ".join(f"{of}{name}" for name in COLUMNS) for of in ("", "f.", "o."))
    connection.execute(
        query("overlaps/close").format(touched=touched.format(table="overlap"), columns=columns, f=of_found, o=of_kept),
        values,
    )
    connection.execute(query("overlaps/open").format(columns=columns, f=of_found), values)
    reopen(connection, number, touched)
