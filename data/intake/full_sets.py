"""Full sets: what they do not name is taken back, and so one that names too little of what is known is held."""

from __future__ import annotations

from psycopg import Connection

from data.intake.approval import SHRUNK
from data.intake.findings import Finding
from data.intake.pushed import Held, Outcome
from geo.intake import pushes, records
from geo.intake.pushes import Push


def hold_shrunk(connection: Connection, push: Push, count: int) -> Outcome | None:
    """Hold a full set that is empty or names less than half of what is known; None for others. Its items are kept."""
    known = records.known(connection, push.agency)
    named = known - records.left_out(connection, push.agency, push.id)
    if count and named * 2 >= known:
        return None
    said = f"A full set of {count} projects names {named} of the {known} that are known"
    reason = f"{said}: a person must say that it is right."
    pushes.settle_all(connection, push.id, "held", states=["received"])
    pushes.close_push(connection, push.id, state="held", items=count, reason=reason)
    held = [Held(0, "", [Finding("", SHRUNK, reason)])]
    counts = {"held": count} if count else {}
    return Outcome(push_id=push.id, kind=push.kind, state="held", counts=counts, held=held, reason=reason)
