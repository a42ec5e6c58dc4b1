"""Apply the items of a push: judge each, stage what may be published, and say what became of them once it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Final

from psycopg import Connection

from data.intake.findings import Finding
from data.intake.judging import Judge, Judged, Target
from data.intake.plans import keep_plans
from data.intake.pushed import Held
from data.intake.spooling import Aside
from data.intake.staging import Staging
from data.policy import Policy, discloser
from geo.city import City
from geo.intake import pushes, records
from geo.intake.keys import Key
from geo.intake.pushes import Item, Push, Settled

_CHUNK: Final = 500
_MOST_TOLD: Final = 1_000
"""Held items whose findings are told in the answer; all are kept."""


@dataclass(slots=True)
class Applied:
    """What became of the items that were applied; `staged` are the projects of each item that is to be published.

    `held` are the first of those that are held, or refused since they are not at the revision that was asked for.
    """

    counts: Counter[str] = field(default_factory=Counter)
    held: list[Held] = field(default_factory=list)
    staged: dict[int, tuple[str, ...]] = field(default_factory=dict)
    publication: int | None = None
    withdrawn: int = 0
    first: Target | None = None

    @property
    def refused(self) -> int:
        """How many are held, or refused."""
        return self.counts["held"] + self.counts["rejected"]


@dataclass(frozen=True, slots=True)
class Applying:
    """Applies a push in the transaction of the caller, with the agency locked.

    Where `waits`, what passes waits, and nothing is published.
    """

    staging: Staging
    push: Push
    key: Key
    city: City
    policy: Policy
    waits: bool = False

    def stage(self, states: Sequence[str], *, aside: Aside | None = None) -> Applied:
        """Judge the items that are in these states, and stage those that may be published.

        `aside` keeps why each is held, where everything else may be taken back.
        """
        applied, judge = Applied(), judge_of(self._connection, self.push, self.city, self.policy)
        after, items = 0, self._items(states, 0)
        while items:
            after = items[-1].number
            judged = judge.judge(items)
            settled = [one for one in (self._settle(one, applied) for one in judged) if one is not None]
            pushes.settle(self._connection, self.push.id, settled)
            if aside is not None:
                aside.put(one for one in settled if one.reasons)
            keep_plans(self._connection, self.push.id, judged, self.policy, waits=self.waits)
            self._keep([one for one in judged if one.item.number in applied.staged])
            items = self._items(states, after) if len(items) == _CHUNK else []
        if self.push.full and not self.waits:
            applied.withdrawn = self._withdraw_others()
        if applied.staged or applied.withdrawn:
            projects = [project for one in applied.staged.values() for project in one]
            self.staging.add(self.push.id, self.key, projects)
        return applied

    def settle(self, applied: Applied) -> None:
        """Note what became of what was staged, once it is published."""
        changed = self.staging.changed
        settled = [
            Settled(number, "published" if changed.intersection(projects) else "unchanged")
            for number, projects in applied.staged.items()
        ]
        pushes.settle(self._connection, self.push.id, settled)
        applied.counts.update(one.state for one in settled)
        if applied.staged or applied.withdrawn:
            any_new = applied.withdrawn or any(one.state == "published" for one in settled)
            named = self.push.agency in self.staging.named
            applied.publication = self.staging.publication if any_new or named else None

    @property
    def _connection(self) -> Connection:
        return self.staging.connection

    def _items(self, states: Sequence[str], after: int) -> list[Item]:
        return pushes.items(self._connection, self.push.id, states=states, after=after, limit=_CHUNK)

    def _settle(self, judged: Judged, applied: Applied) -> Settled | None:
        """Stage the item where it may be published, else say what becomes of it."""
        if applied.first is None and judged.targets:
            applied.first = judged.targets[0]
        if judged.findings:
            applied.held.append(Held(judged.item.number, judged.item.code, judged.findings))
            state = "rejected" if judged.state == "unmatched" else "held"
            return _counted(applied, judged.item, state, judged.findings)
        if judged.state == "stale":
            return _counted(applied, judged.item, "stale")
        if self.waits:
            return _counted(applied, judged.item, "waiting")
        item = judged.item
        applied.staged[item.number] = (item.project_id, *(target.record.project_id for target in judged.targets))
        return None

    def _keep(self, judged: Sequence[Judged]) -> None:
        """Stage the projects of these items, and keep their records."""
        gone = [one.item.project_id for one in judged if one.state == "withdraw"]
        shown = [(one, shown) for one in judged if one.state != "withdraw" for shown in one.shown]
        if gone:
            records.withdraw(self._connection, gone)
        if shown:
            self.staging.publisher.stage(
                (one.item.number, replace(each, ground=one.ground or each.ground)) for one, each in shown
            )
        records.keep(self._connection, [target.record for one in judged for target in one.targets])

    def _withdraw_others(self) -> int:
        """Stage the withdrawal of what a full set does not name; gives how many projects."""
        others = records.records_beside(self._connection, self.push.agency, self.push.id)
        if others:
            records.withdraw(self._connection, [one.project_id for one in others])
            gone = [replace(one, withdrawn=True, revision=one.revision + 1, push_id=self.push.id) for one in others]
            records.keep(self._connection, gone)
        return len(others)


def judge_of(connection: Connection, push: Push, city: City, policy: Policy) -> Judge:
    """Who judges the items of a push, by the policy as it is of today."""
    disclose = discloser(connection, policy, city.today(), late=True)
    districts = cache(partial(records.known_districts, connection))
    return Judge(connection, push, city, policy, disclose, districts)


def _counted(applied: Applied, item: Item, state: str, findings: Sequence[Finding] = ()) -> Settled:
    applied.counts[state] += 1
    del applied.held[_MOST_TOLD:]
    return Settled(item.number, state, [one.document() for one in findings] or None)
