"""The play: new projects, contracts, then month after month, and at the end what should not be believed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from data.sample import projects
from data.simulation.sends import NDJSON, Phase, Send, body_of
from data.simulation.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is played: so many projects, dealt among so many keys. The same plan is the same play.

    Where `batch`, the new projects come in one batch of each agency.
    """

    projects: int
    months: int
    seed: int
    today: date
    keys: int = 1
    batch: bool = False


def phases(plan: Plan) -> Iterator[Phase]:
    """The play, phase by phase; it goes on only when it is asked for more."""
    works = enumerate(projects(plan.projects, plan.seed, plan.today), start=1)
    stories = [Story(number, number % plan.keys, plan.months, plan.today, one) for number, one in works]
    yield Phase("new projects", _batches(plan, stories) if plan.batch else _each(stories, Story.first))
    if plan.months:
        yield Phase("contracts", _each(stories, Story.contracted))
        yield Phase("shared contracts", [list(one) for one in _shared(plan, stories)])
    for month in range(plan.months):
        yield Phase(f"month {month + 1}", [list(one.month(month)) for one in stories])
    if plan.months:
        yield Phase("withdrawals", _each(stories, Story.withdrawn))
        empty = body_of({"projects": [], "full": True})
        yield Phase("an empty full set", [[Send(key=0, method="POST", path="/batches", body=empty)]])


def _each(stories: Iterable[Story], told: Callable[[Story], Iterable[Send]]) -> list[list[Send]]:
    return [list(told(story)) for story in stories]


def _shared(plan: Plan, stories: list[Story]) -> Iterator[Iterator[Send]]:
    """Contracts of two projects of the same agency; no project stands in two of them."""
    for story in stories:
        if story.number % (2 * plan.keys) == 0:
            yield story.shared(stories[story.number - 1 - plan.keys].code)


def _batches(plan: Plan, stories: list[Story]) -> list[list[Send]]:
    return [[_batch(key, [one for one in stories if one.key == key])] for key in range(plan.keys)]


def _batch(key: int, stories: list[Story]) -> Send:
    lines = (body_of({"code": one.code, **one.facts}) for one in stories)
    return Send(key=key, method="POST", path="/batches", body=b"\n".join(lines), media_type=NDJSON)
