"""What agencies send as batches: all their projects as they stand, once a month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from data.simulation.sends import NDJSON, Phase, Send, body_of
from data.simulation.story import Story
from data.simulation.works import contract

NEW: Final = -1
"""The month before the first."""


def batches(name: str, stories: Sequence[Story], keys: int, month: int) -> Phase:
    """A batch of each agency, of its projects as they stand after a month."""
    return Phase(name, [[_batch(key, [one for one in stories if one.key == key], month)] for key in range(keys)])


def _batch(key: int, stories: Sequence[Story], month: int) -> Send:
    lines = b"\n".join(body_of(_whole(story, month)) for story in stories)
    return Send(key=key, method="POST", path="/batches?partial=true", body=lines, media_type=NDJSON)


def _whole(story: Story, month: int) -> dict[str, Any]:
    """The whole project; one in fifty breaks a rule when it is new, and is mended in the month after."""
    if month != NEW and story.begun:
        story.facts |= dict(_grown(story, month))
    wrong = {"planned_end": date(2001, 1, 1)} if month == NEW and story.number % 50 == 1 else {}
    return {"code": story.code, "sequence": month - NEW, **story.facts, **wrong}


def _grown(story: Story, month: int) -> Iterator[tuple[str, Any]]:
    """What a month has brought: a contract at first, a report unless the agency is silent, extensions."""
    if month == 0:
        made = contract(f"HD-{story.number}", story.number, story.budget, story.facts["planned_start"])
        yield "contracts", [made]
    if story.number % 5 != 3 or month % 2:
        yield "progress", story.report(month)
    if extended := story.extension(month):
        yield "changes", [*story.facts.get("changes", []), extended]
