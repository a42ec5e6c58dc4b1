"""Marks of pairs of works that collide: what an agency says of them, screened and noted."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from psycopg import Connection

from data.intake.desk import Desk
from data.intake.noting import Who
from data.intake.preconditions import must_be_in_force
from data.intake.pushed import NotAllowed
from data.screening import masked, screen
from geo.details.values import Part, Text
from geo.errors import Conflict
from geo.intake.audits import Event, note
from geo.publishing.marks import Mark, State, mark, marks


class MarkPush(Part):
    """What is agreed about two works, and why; the reason is public, with personal data in it masked."""

    state: State
    reason: Text


def mark_pair(connection: Connection, desk: Desk, who: Who, pair: str, said: MarkPush) -> int:
    """Mark a pair (`one~other`) for the agency of a key; gives the number of the publication that says so.

    Said twice it is one mark. Raises KeyRevoked, NotFound where no such pair collides, NotAllowed where it is of other
    agencies.
    """
    must_be_in_force(connection, who.key)
    reason = _screened(desk, said.reason)
    try:
        number = mark(connection, pair, said.state, reason=reason, agency=who.key.agency)
    except Conflict as cause:
        raise NotAllowed(str(cause)) from cause
    detail = {"state": said.state, "reason": reason, "publication": number}
    note(connection, _event(who, pair, detail))
    return number


def marks_of_pair(connection: Connection, who: Who, pair: str) -> Sequence[Mark]:
    """The marks of a pair, the newest first. Raises as `mark_pair` does."""
    try:
        return marks(connection, pair, who.key.agency)
    except Conflict as cause:
        raise NotAllowed(str(cause)) from cause


def _screened(desk: Desk, reason: str) -> str:
    text = unicodedata.normalize("NFC", reason)
    return masked(text, screen(text, desk.city.languages, desk.policy.screening.country))


def _event(who: Who, pair: str, detail: dict[str, object]) -> Event:
    return Event(
        action="mark",
        outcome="done",
        actor=who.key.id,
        agency=who.key.agency,
        address=who.address,
        target=pair[:300],
        detail=detail,
    )
