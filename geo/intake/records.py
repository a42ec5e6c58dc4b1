"""The facts of projects as their agencies last stated them, and whose a published project is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import class_row

from geo.sql import query
from geo.store import patience

_LOCK: Final = 0x616C6C69


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The facts (JSON text) of a project; `revision` grows with each change, the others are those of the last push."""

    project_id: str
    agency: str
    code: str
    facts: str
    revision: int
    sequence: int | None
    source_time: datetime | None
    withdrawn: bool
    push_id: int


def lock_agency(connection: Connection, agency: str) -> None:
    """Let one push of an agency at a time go on from here, until its transaction ends."""
    patience.lock(connection, "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, agency])


def try_lock_agency(connection: Connection, agency: str) -> bool:
    """Lock an agency as `lock_agency` does, unless another transaction has it; gives whether it is locked."""
    row = connection.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, agency]).fetchone()
    return bool(row and row[0])


def records(connection: Connection, agency: str, codes: Sequence[str]) -> dict[str, Record]:
    """The records of these codes of an agency, by code."""
    return {found.code: found for found in _records(connection, "of_codes", agency=agency, codes=list(codes))}


def records_with(connection: Connection, agency: str, contracts: Sequence[str]) -> list[Record]:
    """The records of an agency in which one of these contracts stands."""
    return _records(connection, "of_contracts", agency=agency, contracts=list(contracts))


def records_beside(connection: Connection, agency: str, push_id: int) -> list[Record]:
    """The records of an agency that a push says nothing of, nor a later one; without those that are withdrawn."""
    return _records(connection, "beside", agency=agency, push=push_id)


def left_out(connection: Connection, agency: str, push_id: int) -> int:
    """How many records `records_beside` gives."""
    statement = query("intake/left_out").format(chosen=query("intake/records_beside"))
    row = connection.execute(statement, {"agency": agency, "push": push_id}).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return int(row[0])


def known(connection: Connection, agency: str) -> int:
    """How many projects an agency has that are not withdrawn."""
    row = connection.execute(
        "SELECT count(*) FROM intake.record WHERE agency = %s AND NOT withdrawn", [agency]
    ).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return int(row[0])


def keep(connection: Connection, kept: Iterable[Record]) -> None:
    """Keep records, each in place of the one before."""
    rows = [asdict(record) for record in kept]
    if rows:
        connection.cursor().executemany(query("intake/keep_record"), rows)


def owners(connection: Connection, project_ids: Sequence[str]) -> dict[str, str]:
    """The agency of each of these projects that was ever published or stated, as it was said last."""
    return dict(connection.execute(query("intake/owners"), {"ids": list(project_ids)}).fetchall())


def changed(connection: Connection) -> frozenset[str]:
    """The projects that got a new version in this transaction, once it has published."""
    return frozenset(row[0] for row in connection.execute("SELECT project_id FROM change"))


def known_districts(connection: Connection) -> frozenset[str]:
    """The ids of all published districts."""
    return frozenset(row[0] for row in connection.execute("SELECT id FROM published.district"))


def named_agency(connection: Connection, agency: str) -> bool:
    """Whether an agency of this code has been published."""
    return connection.execute("SELECT FROM published.agency WHERE code = %s", [agency]).fetchone() is not None


def withdraw(connection: Connection, project_ids: Sequence[str]) -> None:
    """Stage the withdrawal of these published projects; those that are not published stay out."""
    connection.execute(query("publish/withdraw"), {"ids": list(project_ids)})


def _records(connection: Connection, chosen: str, **values: Any) -> list[Record]:  # noqa: ANN401
    statement = query("intake/records").format(chosen=query(f"intake/records_{chosen}"))
    with connection.cursor(row_factory=class_row(Record)) as cursor:
        return cursor.execute(statement, values).fetchall()
