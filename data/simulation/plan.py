"""The play: new projects, contracts, then month after month, and at the end what should not be believed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.sample import projects
from data.simulation.batches import NEW, batches
from data.simulation.sends import Phase, Send, body_of
from data.simulation.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is played: so many projects, dealt among so many keys. The same plan is the same play.

    The first `single` projects are pushed one by one, others in monthly batches; all one by one where it is None.
    """

    projects: int
    months: int
    seed: int
    today: date
    keys: int = 1
    single: int | None = None

    @property
    def outage(self) -> int | None:
        """The month, from 0, in which the service is away at first: what could not be sent follows in its order."""
        return self.months // 2 if self.months > 1 else None


def phases(plan: Plan) -> Iterator[Phase]:
    """The play, phase by phase; it goes on only when it is asked for more."""
    works = enumerate(projects(plan.projects, plan.seed, plan.today), start=1)
    told = [Story(plan.seed, number, number % plan.keys, plan.months, plan.today, one) for number, one in works]
    ones, others = told[: plan.single], told[len(told[: plan.single]) :]
    yield Phase("new projects", _each(ones, Story.first))
    yield from _batched("new projects in batches", others, plan, NEW)
    if plan.months:
        yield Phase("contracts", _each(ones, Story.contracted))
        yield Phase("shared contracts", [list(one) for one in _shared(plan, ones)])
    for month in range(plan.months):
        told_now = [Phase(f"month {month + 1}", [list(one.month(month)) for one in ones])]
        told_now += _batched(f"month {month + 1} in batches", others, plan, month)
        if month == plan.outage:
            yield from (replace(phase, name=f"{phase.name}, while nothing answers", down=True) for phase in told_now)
        yield from told_now
    if plan.months:
        yield Phase("withdrawals", _each(ones, Story.withdrawn))
        empty = body_of({"projects": [], "full": True})
        yield Phase("an empty full set", [[Send(key=0, method="POST", path="/batches", body=empty)]])


def _batched(name: str, stories: Sequence[Story], plan: Plan, month: int) -> Iterator[Phase]:
    if stories:
        yield batches(name, stories, plan.keys, month)


def _each(stories: Iterable[Story], told: Callable[[Story], Iterable[Send]]) -> list[list[Send]]:
    return [list(told(story)) for story in stories]


def _shared(plan: Plan, stories: Sequence[Story]) -> Iterator[Iterator[Send]]:
    """Contracts of two projects of the same agency; no project stands in two of them."""
    for story in stories:
        if story.number % (2 * plan.keys) == 0:
            yield story.shared(stories[story.number - 1 - plan.keys].code)
