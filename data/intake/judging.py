"""One item after the other: merge it into what is known, look whether it is too late, and check what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from psycopg import Connection

from data.intake.findings import Finding, pointer
from data.intake.merging import merged
from data.intake.model import (
    ChangesPush,
    ContractsPush,
    Facts,
    Ordered,
    PaymentsPush,
    ProgressPush,
    ProjectPush,
    SentContract,
    Withdrawal,
)
from data.intake.naming import own_code
from data.intake.ordering import is_stale, moved, overtaken, unmatched, unordered
from data.intake.pointing import pointed
from data.intake.projects import Checked, Named, checked
from data.intake.reading import stored_facts, stored_push
from data.policy import Policy
from data.rules import RULE
from data.screening import safe
from geo.city import City
from geo.details import ChangeType, exact_json
from geo.disclosure import Disclosed
from geo.intake.pushes import Item, Push
from geo.intake.records import Record, records, records_with
from geo.project import Project

_CHANGES: Final = {
    ChangeType.DURATION: "extension",
    ChangeType.SCOPE: "design-change",
    ChangeType.VALUE: "value-change",
}
_GROUNDS: Final = ((ProgressPush, "progress"), (ContractsPush, "contract"), (PaymentsPush, "payment"))


@dataclass(frozen=True, slots=True)
class Target:
    """A project as a push would leave it; `record` has its new facts, `before` what was known of it."""

    record: Record
    before: Record | None
    facts: Facts

    @property
    def gap(self) -> int:
        """How many sequence numbers of the source were never seen before this one."""
        if self.before is None or self.before.sequence is None or self.record.sequence is None:
            return 0
        return max(self.record.sequence - self.before.sequence - 1, 0)


@dataclass(slots=True)
class Judged:
    """What is to become of an item: `state` is `stale`, `unmatched`, `withdraw`, or None where it may be published.

    `ground` is the public word for what it was sent on; `projects` are those that the facts make, as they were sent.
    """

    item: Item
    targets: list[Target] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    state: str | None = None
    ground: str | None = None
    shown: list[Disclosed] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the items of one push; the agency is locked meanwhile. `disclose` is the policy's, of today."""

    connection: Connection
    push: Push
    city: City
    policy: Policy
    disclose: Callable[[Project], Disclosed]
    districts: Callable[[], frozenset[str]]

    def judge(self, items: Sequence[Item]) -> list[Judged]:
        """What is to become of these items, each of another project."""
        known, late = self._known(items), overtaken(self.connection, self.push, items)
        judged = [self._merged(item, known, late) for item in items]
        self._check([one for one in judged if one.state is None])
        return judged

    def _known(self, items: Sequence[Item]) -> dict[str, Record]:
        """Records by code: the items' own, and those that their contracts stand in."""
        found = records(self.connection, self.push.agency, [item.code for item in items])
        for item in items if self.push.kind in {"contracts", "payments"} else ():
            said = stored_push(self.push.kind, item.payload or "{}")
            if isinstance(said, ContractsPush):
                found |= records(self.connection, self.push.agency, self._others(said.contracts))
            elif isinstance(said, PaymentsPush):
                ids = sorted({payment.contract for payment in said.payments})
                found |= {one.code: one for one in records_with(self.connection, self.push.agency, ids)}
        return found

    def _others(self, contracts: Iterable[SentContract]) -> list[str]:
        return [own_code(self.push.agency, code) for contract in contracts for code in contract.projects]

    def _merged(self, item: Item, known: Mapping[str, Record], late: frozenset[str]) -> Judged:
        said, before = stored_push(self.push.kind, item.payload or "{}"), known.get(item.code)
        if self.push.kind == "batch" and (found := unmatched(before, item)) is not None:
            return Judged(item, findings=[found], state="unmatched")
        unreasoned = pointed(list(_unreasoned(said)), said, self.push.kind, item.payload)
        judged = Judged(item, ground=_ground(said), findings=[*unordered(before, said), *unreasoned])
        if not judged.findings and before is not None and is_stale(before, said, item, late):
            judged.state = "stale"
            return judged
        if isinstance(said, Withdrawal):
            self._withdraw(judged, before, said)
        elif isinstance(said, ProjectPush):
            judged.targets = [self._target(item.code, item.project_id, before, said, own=True)]
        elif before is None or before.withdrawn:
            judged.findings.append(Finding("", "project.unknown", "The project was withdrawn; push it as a whole."))
        else:
            judged.targets = list(self._targets(before, said, known, judged))
        return judged

    def _withdraw(self, judged: Judged, before: Record | None, said: Withdrawal) -> None:
        judged.state = "withdraw"
        if before is not None:
            record = replace(moved(before, said, self.push), withdrawn=True, revision=before.revision + 1)
            judged.targets = [Target(record, before, stored_facts(before.facts))]

    def _targets(self, before: Record, said: Ordered, known: Mapping[str, Record], judged: Judged) -> Iterator[Target]:
        """The item's own project, and the others that a contract of it stands in."""
        if isinstance(said, ContractsPush):
            yield from self._contracts(before, said, known, judged)
        elif isinstance(said, PaymentsPush):
            yield from self._payments(before, said, known, judged)
        else:
            yield self._target(before.code, before.project_id, before, said, own=True)

    def _contracts(
        self, before: Record, said: ContractsPush, known: Mapping[str, Record], judged: Judged
    ) -> Iterator[Target]:
        by_code: dict[str, list[SentContract]] = {before.code: list(said.contracts)}
        for n, contract in enumerate(said.contracts):
            for place, code in enumerate(self._others([contract])):
                if code not in known or known[code].withdrawn:
                    message = "No project of the agency has this code; push it first."
                    judged.findings.append(
                        Finding(pointer("contracts", n, "projects", place), "project.unknown", message)
                    )
                elif code != before.code:
                    by_code.setdefault(code, []).append(contract)
        for code, contracts in by_code.items():
            part = said.model_copy(update={"contracts": tuple(contracts)})
            yield self._target(code, known[code].project_id, known[code], part, own=code == before.code)

    def _payments(
        self, before: Record, said: PaymentsPush, known: Mapping[str, Record], judged: Judged
    ) -> Iterator[Target]:
        for record in known.values():
            there = {contract.id for contract in stored_facts(record.facts).contracts or ()}
            if record.code == before.code:
                for n, payment in enumerate(said.payments):
                    if payment.contract not in there:
                        message = "The project has no contract of this id; push it first."
                        judged.findings.append(Finding(pointer("payments", n, "contract"), "contract.unknown", message))
            payments = tuple(payment for payment in said.payments if payment.contract in there)
            if payments:
                part = said.model_copy(update={"payments": payments})
                yield self._target(record.code, record.project_id, record, part, own=record.code == before.code)

    def _target(self, code: str, project_id: str, before: Record | None, said: Ordered, *, own: bool) -> Target:
        known = None if before is None else stored_facts(before.facts)
        facts = merged(known, said)
        text = exact_json(facts.members())
        if before is None or known is None:
            first = Record(
                project_id=project_id,
                agency=self.push.agency,
                code=code,
                facts=text,
                revision=1,
                sequence=said.sequence,
                source_time=said.source_time,
                withdrawn=False,
                push_id=self.push.id,
            )
            return Target(first, None, facts)
        same = not before.withdrawn and known.members() == facts.members()
        after = moved(before, said, self.push) if own else replace(before, push_id=self.push.id)
        revision = before.revision if same else before.revision + 1
        return Target(replace(after, facts=text, revision=revision, withdrawn=False), before, facts)

    def _check(self, judged: Sequence[Judged]) -> None:
        places = [(one, target) for one in judged for target in one.targets]
        named = [Named(target.record.project_id, self.push.agency, target.facts) for _, target in places]
        for (one, target), found in zip(places, checked(named, self.city), strict=True):
            faults = [*found.findings, *self._unknown_districts(found), *self._shut(found)]
            faults = pointed(faults, target.facts, self.push.kind, one.item.payload)
            one.findings += faults or self._screened(one, found.project)
            one.projects.append(found.project)

    def _screened(self, judged: Judged, project: Project) -> list[Finding]:
        """Why texts of what is disclosed hold it; else what is published of it is kept."""
        disclosed = self.disclose(project)
        shown = safe(disclosed, self.policy.screening, self.city.languages)
        if isinstance(shown, tuple):
            found = [Finding(one.field, one.rule, one.message) for one in shown]
            return pointed(found, disclosed.project.details, self.push.kind, judged.item.payload)
        judged.shown.append(shown)
        return []

    def _unknown_districts(self, found: Checked) -> Iterator[Finding]:
        for n, district in enumerate(found.project.districts):
            if district not in self.districts():
                yield Finding(pointer("districts", n), "district.unknown", f"No district {district!r} is published.")

    def _shut(self, found: Checked) -> Iterator[Finding]:
        if (shut := self.policy.unpublished(found.project)) is not None:
            message = f"Nothing of the class {shut.name!r} is published: {shut.ground}"
            yield Finding("", "disclosure.unpublished", message)


def _unreasoned(said: Ordered) -> Iterator[Finding]:
    """Changes that a whole project brings without their reason; the form of what is pushed by itself asks for it."""
    if isinstance(said, ProjectPush):
        for n, change in enumerate(said.changes or ()):
            if not change.reason:
                yield Finding(pointer("changes", n, "reason"), "change.reason", RULE["change.reason"].sentence)


def _ground(said: Ordered) -> str | None:
    """What facts were sent on, as a word; None for a whole project."""
    if isinstance(said, ChangesPush):
        return _CHANGES[max(said.changes, key=lambda one: (str(one.date or ""), one.id)).type]
    return next((word for kind, word in _GROUNDS if isinstance(said, kind)), None)
