"""Apply the items of a push that may be published: one publication for all of them, under the one lock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from psycopg import Connection

from data.intake.findings import Finding
from data.intake.judging import Judge, Judged, Target
from data.intake.plans import keep_plans
from data.intake.pushed import Held
from data.policy import Policy, discloser
from geo.city import City
from geo.intake import pushes, records
from geo.intake.keys import Key
from geo.intake.pushes import Item, Push, Settled
from geo.project import Agency
from geo.publishing import Load, Publisher

_CHUNK: Final = 500
_MOST_TOLD: Final = 1_000
"""Held items whose findings are told in the answer; all of them are kept."""


@dataclass(slots=True)
class Applied:
    """What became of the items that were applied."""

    counts: Counter[str] = field(default_factory=Counter)
    held: list[Held] = field(default_factory=list)
    publication: int | None = None
    withdrawn: int = 0
    first: Target | None = None


@dataclass(frozen=True, slots=True)
class Applying:
    """Applies a push over one connection, in the transaction of the caller, with the agency locked.

    Where `waits`, what passes waits, and nothing is published.
    """

    connection: Connection
    push: Push
    key: Key
    city: City
    policy: Policy
    waits: bool = False

    def apply(self, states: Sequence[str]) -> Applied:
        """Apply the items that are in these states."""
        applied, staged = Applied(), Staged(self)
        judge = self._judge()
        after = 0
        while items := pushes.items(self.connection, self.push.id, states=states, after=after, limit=_CHUNK):
            after = items[-1].number
            judged = judge.judge(items)
            settled = [self._settle(one, applied, staged) for one in judged]
            pushes.settle(self.connection, self.push.id, settled)
            keep_plans(self.connection, self.push.id, judged, self.policy, waits=self.waits)
            staged.keep()
        if self.push.full and not self.waits:
            applied.withdrawn = staged.withdraw_others()
        if staged.any:
            self._publish(applied, staged)
        return applied

    def _judge(self) -> Judge:
        disclose = discloser(self.connection, self.policy, self.city.today())
        districts = records.known_districts(self.connection)
        return Judge(self.connection, self.push, self.city, self.policy, disclose, districts)

    def _settle(self, judged: Judged, applied: Applied, staged: Staged) -> Settled:
        """Stage the item where it may be published, and say what becomes of it meanwhile."""
        if applied.first is None and judged.targets:
            applied.first = judged.targets[0]
        if judged.findings:
            applied.held.append(Held(judged.item.number, judged.item.code, judged.findings))
            return self._counted(applied, judged.item, "held", judged.findings)
        if judged.state == "stale":
            return self._counted(applied, judged.item, "stale")
        if self.waits:
            return self._counted(applied, judged.item, "waiting")
        staged.stage(judged)
        return Settled(judged.item.number, "approved")

    def _counted(self, applied: Applied, item: Item, state: str, findings: Sequence[Finding] = ()) -> Settled:
        applied.counts[state] += 1
        del applied.held[_MOST_TOLD:]
        return Settled(item.number, state, [one.document() for one in findings] or None)

    def _publish(self, applied: Applied, staged: Staged) -> None:
        outcome = staged.publish()
        applied.publication = outcome
        changed = records.changed(self.connection)
        settled = [
            Settled(number, "published" if changed.intersection(projects) else "unchanged")
            for number, projects in staged.items.items()
        ]
        pushes.settle(self.connection, self.push.id, settled)
        applied.counts.update(one.state for one in settled)


class Staged:
    """What is staged for publication, and the records that go with it."""

    def __init__(self, applying: Applying) -> None:
        self._applying = applying
        self._publisher: Publisher | None = None
        self._records: list[records.Record] = []
        self.items: dict[int, tuple[str, ...]] = {}
        self.any = False

    @property
    def publisher(self) -> Publisher:
        """The publisher, made when the first project is staged."""
        if self._publisher is None:
            applying = self._applying
            self._publisher = Publisher(applying.connection, languages=applying.city.languages)
            _name_agency(self._publisher, applying.connection, applying.key)
            self.any = True
        return self._publisher

    def stage(self, judged: Judged) -> None:
        """Stage an item's projects."""
        item = judged.item
        if judged.state == "withdraw":
            self._withdraw([item.project_id])
        else:
            ground = judged.ground
            self.publisher.stage((item.number, replace(one, ground=ground or one.ground)) for one in judged.shown)
        self._records += [target.record for target in judged.targets]
        self.items[item.number] = (item.project_id, *(target.record.project_id for target in judged.targets))

    def keep(self) -> None:
        """Keep the records of what has been staged since."""
        records.keep(self._applying.connection, self._records)
        self._records.clear()

    def withdraw_others(self) -> int:
        """Stage the withdrawal of what a full set does not name; gives how many projects."""
        applying = self._applying
        others = records.records_beside(applying.connection, applying.push.agency, applying.push.id)
        if others:
            self._withdraw([one.project_id for one in others])
            push_id = applying.push.id
            gone = [replace(one, withdrawn=True, revision=one.revision + 1, push_id=push_id) for one in others]
            records.keep(applying.connection, gone)
        return len(others)

    def publish(self) -> int | None:
        """Publish what is staged; gives the publication's number, None where nothing changed."""
        return self.publisher.publish(Load(kind="push", file_name=f"push {self._applying.push.id}")).publication

    def _withdraw(self, project_ids: Sequence[str]) -> None:
        assert self.publisher  # noqa: S101 - it makes the table that is staged in
        records.withdraw(self._applying.connection, project_ids)


def _name_agency(publisher: Publisher, connection: Connection, key: Key) -> None:
    """Publish the names that a key gives its agency, unless the agency has names."""
    names: Mapping[str, str] = key.names
    if names and not records.named_agency(connection, key.agency):
        publisher.agencies([Agency(key.agency, names)])
