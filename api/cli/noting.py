"""What an operator or the program itself does, as a line of the audit: in the transaction that does it."""

from __future__ import annotations

from typing import Final

from psycopg import Connection

from geo.intake.audits import Event, note
from geo.publishing import Outcome

OPERATOR: Final = "cli"
PROGRAM: Final = "program"


def note_done(
    connection: Connection, action: str, *, target: str | None = None, actor: str = OPERATOR, **detail: object
) -> None:
    """Add what was done; what is None is left out. The caller commits."""
    said = {name: value for name, value in detail.items() if value is not None}
    note(connection, Event(action=action, outcome="done", actor=actor, target=target, detail=said))


def note_load(
    connection: Connection,
    target: str,
    outcome: Outcome,
    *,
    kind: str,
    actor: str = OPERATOR,
    **detail: object,
) -> None:
    """Add a load with what became of its rows; the caller commits."""
    counts = {"published": outcome.published, "unchanged": outcome.unchanged, "held": outcome.held}
    said = {"kind": kind, "counts": counts, "publication": outcome.publication, **detail}
    note_done(connection, "load", target=target, actor=actor, **said)
