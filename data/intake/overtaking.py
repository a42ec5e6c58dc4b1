"""What was held is mended by a later push of the same project: then nobody has to decide on it any more."""

from __future__ import annotations

from psycopg import Connection

from data.intake.noting import Who
from data.intake.ordering import WHOLE
from data.intake.pushed import state_of
from geo.intake import pushes
from geo.intake.audits import Event, note
from geo.intake.pushes import Push


def close_mended(connection: Connection, who: Who, push: Push) -> None:
    """Close what older pushes are held with of projects that this one, which was settled, has said anew; note it."""
    for number in pushes.overtake(connection, push, whole=push.kind in WHOLE):
        state = state_of(pushes.counted(connection, number))
        pushes.close_push(connection, number, state=state)
        event = Event(
            action="mend",
            outcome=state,
            actor=who.key.id,
            agency=who.key.agency,
            address=who.address,
            target=f"submission {number}",
            detail={"by": push.id},
        )
        note(connection, event)
