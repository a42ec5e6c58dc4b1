"""Whether a push says something newer than what is known: by its source's order, its revision, or when it came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from psycopg import Connection

from data.intake.findings import Finding
from data.intake.model import Ordered
from data.intake.preconditions import matches
from data.rules import RULE
from geo.intake import pushes
from geo.intake.pushes import OPEN, Item, Push
from geo.intake.records import Record

AHEAD: Final = timedelta(minutes=5)
"""How far the source's clock may be ahead of ours."""
WHOLE: Final = ("project", "batch", "withdrawal")
"""Kinds of push that say all of a project: what is said later takes the place of what was said before."""


def overtaken(connection: Connection, push: Push, items: Sequence[Item]) -> frozenset[str]:
    """The projects of a push that waited of which all was said anew meanwhile: what came later is the newer."""
    if push.state not in OPEN or push.kind not in WHOLE:
        return frozenset()
    return pushes.said_since(connection, push, [item.project_id for item in items], kinds=WHOLE)


def unordered(known: Record | None, said: Ordered) -> Iterator[Finding]:
    """Why nobody can know where a push stands among those of its source."""
    if said.source_time is not None and said.source_time > datetime.now(UTC) + AHEAD:
        yield _finding("source_time.future", "/source_time")
    elif known is not None and _mixed(known, said):
        yield _finding("order.mixed", "/source_time" if said.sequence is None else "/sequence")


def unmatched(known: Record | None, item: Item) -> Finding | None:
    """Why a project of a batch is refused: it is not at the revision that it asks for itself."""
    if item.revision is None or matches(item.revision, known):
        return None
    return _finding("revision.other", "/if_none_match" if item.revision < 0 else "/if_match")


def is_stale(known: Record, said: Ordered, item: Item, late: frozenset[str]) -> bool:
    """Whether something newer is known: by the sequence where both have one, else by the source's time.

    Without either it is so where the revision that was asked for is not the one that is known, or where the project is
    one of the `late`. A revision that was asked for holds beside the source's order.
    """
    if item.revision is not None and not matches(item.revision, known):
        return True
    if said.sequence is not None and known.sequence is not None:
        return said.sequence < known.sequence
    if said.source_time is not None and known.source_time is not None:
        return said.source_time < known.source_time
    return item.project_id in late


def moved(before: Record, said: Ordered, push: Push) -> Record:
    """The record after a push: its source's order is that of the last push that has one."""
    if said.sequence is None and said.source_time is None:
        return replace(before, push_id=push.id)
    return replace(before, sequence=said.sequence, source_time=said.source_time, push_id=push.id)


def _mixed(known: Record, said: Ordered) -> bool:
    """Whether both have an order, and none in common."""
    told = {"sequence": said.sequence, "source_time": said.source_time}
    there = {"sequence": known.sequence, "source_time": known.source_time}
    names = [{name for name, value in one.items() if value is not None} for one in (told, there)]
    return bool(names[0] and names[1] and names[0].isdisjoint(names[1]))


def _finding(rule: str, place: str) -> Finding:
    return Finding(place, rule, RULE[rule].sentence)
