"""What became of pushes, as events of the audit."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import Connection

from data.intake.pushed import Outcome
from geo.intake.audits import Event, note
from geo.intake.keys import Key
from geo.intake.pushes import Push


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks, and from where."""

    key: Key
    address: str | None


def note_outcome(connection: Connection, who: Who, action: str, push: Push, outcome: Outcome) -> None:
    """Add what was done with a push and what came of it; the caller commits."""
    detail = {"kind": push.kind, "counts": dict(outcome.counts)}
    said: dict[str, object] = {"publication": outcome.publication, "withdrawn": outcome.withdrawn or None}
    if outcome.project_id:
        said["project"] = outcome.project_id
    if outcome.reason:
        said["reason"] = outcome.reason
    event = Event(
        action=action,
        outcome=outcome.state,
        actor=who.key.id,
        agency=who.key.agency,
        address=who.address,
        target=f"submission {push.id}",
        detail=detail | {name: value for name, value in said.items() if value is not None},
    )
    note(connection, event)
