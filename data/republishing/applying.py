"""Publish anew what the policy of today tells otherwise, and purge what it tells no more from earlier versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from psycopg import Connection

from data.intake.plans import forget_unshared
from data.policy import Policy, apply
from data.policy.facts import changed
from data.policy.rules import Reasoned
from data.republishing.baselines import on_baseline, read_baselines
from data.republishing.copies import Copies
from data.republishing.masking import GROUND, unmasked
from data.republishing.sent import ORIGINALS, Sent, sent
from data.republishing.tightening import tightened
from data.screening import hidden
from geo.city import City
from geo.disclosure import Disclosed
from geo.project import Project
from geo.publishing import Load, Publisher, numbering, purge
from geo.publishing.locating import read_places
from geo.publishing.reading import Version, versions

Purged = dict[tuple[str, int], set[str]]


@dataclass(slots=True)
class Republished:
    """What became of it: new versions, projects withdrawn, versions purged, and the publications that showed these.

    `gone` are projects whose facts as sent are no longer known: of those the policy can only take away.
    """

    versions: int = 0
    publication: int | None = None
    withdrawn: int = 0
    purged: int = 0
    gone: int = 0
    shown: list[tuple[int, int | None]] = field(default_factory=list)
    grounds: set[str] = field(default_factory=set)

    def showed(self, publication: int) -> bool:
        """Whether files of this publication may hold what was purged."""
        return any(first <= publication and (until is None or publication < until) for first, until in self.shown)


def republish(
    connection: Connection,
    city: City,
    policy: Policy,
    *,
    today: date,
    digest: bytes | None = None,
    only_waiting: bool = False,
) -> Republished:
    """Apply the policy as it is today to everything published; the caller commits.

    `digest` is the SHA-256 of the policy's file, kept with the publication. With `only_waiting` only what becomes
    public by itself is looked at, and nothing is purged. Else plans that it does not share are forgotten.
    """
    numbering.lock(connection)
    done = Republished()
    applying = _Applying(connection, city, policy, today, done)
    applying.publish(digest, only_waiting=only_waiting)
    if not only_waiting:
        applying.purge()
        forget_unshared(connection, city, policy)
    return done


class _Applying:
    def __init__(self, connection: Connection, city: City, policy: Policy, today: date, done: Republished) -> None:
        self._connection, self._city, self._policy, self._today, self._done = connection, city, policy, today, done
        self._places = read_places(connection) if policy.asks_for_places else None
        self._latest: dict[str, Project] = {}
        self._shut: dict[str, Reasoned] = {}
        self._masked: set[str] = set()
        self._copies = Copies(policy, today)
        self._baselines = read_baselines(connection) if policy.generalised.intersection(ORIGINALS) else {}

    def publish(self, digest: bytes | None, *, only_waiting: bool) -> None:
        """New versions of what is told otherwise."""
        publisher = Publisher(self._connection, languages=self._city.languages)
        known: set[str] = set()
        waiting = self._policy.waits if only_waiting else None
        if self._copies.are_asked and not only_waiting:
            self._look()
        for chunk in sent(self._connection, self._city, self._secret, waiting):
            self._remember(one.project for one in chunk)
            shown = list(self._disclosed(chunk))
            known.update(one.project.id for one in shown)
            publisher.stage(list(enumerate(shown)))
        if not only_waiting:
            self._narrow(publisher, known)
        load = Load(kind="republish", file_name=self._policy.title, file_sha256=digest)
        outcome = publisher.publish(load)
        self._done.versions, self._done.publication = outcome.versions, outcome.publication

    def _look(self) -> None:
        """See which public baselines are copies of what the policy does not tell, before anything is published anew."""
        for chunk in versions(self._connection, now=False):
            self._copies.look(chunk)
        for chunk in versions(self._connection, now=True):
            self._copies.look_now(chunk)

    def _secret(self, project: Project) -> Iterable[str]:
        ruling = self._policy.ruling(project, self._today)
        return ruling.hidden.keys() | ruling.coarse.keys()

    def _disclosed(self, projects: Iterable[Sent]) -> Iterator[Disclosed]:
        for one in projects:
            if (shut := self._policy.unpublished(one.project)) is not None:
                self._shut[one.project.id] = shut
                continue
            ruling = self._policy.ruling(one.project, self._today)
            self._copies.own(one.project)
            copies = self._copies.now(one.project)
            known = self._baselines.get(one.project.id, {})
            told = on_baseline(one, ruling, {name: value for name, value in known.items() if name not in copies})
            shown = self._screened(apply(ruling, told.project, self._places))
            shown = replace(shown, corrected=told.corrected - shown.withheld)
            yield self._copies.anew(shown, copies, ruling, one.project) if copies else shown

    def _screened(self, disclosed: Disclosed) -> Disclosed:
        """With personal data in free texts masked: what was sent still has it."""
        shown = hidden(disclosed, self._policy.screening, self._city.languages)
        if shown is not disclosed:
            self._masked.add(disclosed.project.id)
        return shown

    def _remember(self, projects: Iterable[Project]) -> None:
        """What waits end by; nothing else of a project is needed later."""
        if self._policy.waits:
            self._latest |= {one.id: replace(one, footprint=None, reports=()) for one in projects}

    def _narrow(self, publisher: Publisher, known: set[str]) -> None:
        """Take away of what the public sees now, where the facts as sent are gone or may not be published at all."""
        for chunk in versions(self._connection, now=True):
            ids = [one.project.id for one in chunk if self._is_shut(one, known)]
            gone = [one for one in chunk if one.project.id not in known and one.project.id not in ids]
            self._done.gone += len(gone)
            self._done.withdrawn += len(ids)
            publisher.withdraw(ids)
            publisher.stage([(n, shown) for n, one in enumerate(gone) if (shown := self._narrowed(one)) is not None])

    def _is_shut(self, version: Version, known: Container[str]) -> bool:
        """Whether nothing of the project may be published; where the facts as sent are gone, the version decides."""
        name = version.project.id
        if name not in self._shut and name not in known:
            self._note_shut(version)
        return name in self._shut

    def _note_shut(self, version: Version) -> None:
        if (shut := self._policy.unpublished(version.project, version.withheld)) is not None:
            self._shut[version.project.id] = shut

    def _narrowed(self, version: Version) -> Disclosed | None:
        """What remains public of a version; None where all of it does."""
        known, unknown = version.project, version.withheld
        copies = self._copies.now(known)
        if not copies and not any(True for _ in tightened(self._policy, known, self._today, unknown=unknown)):
            return None
        ruling = self._policy.ruling(known, self._today, unknown=unknown)
        own = changed(known, dict.fromkeys(copies))
        shown = self._screened(apply(ruling, own, self._places))
        shown = self._copies.anew(shown, copies, ruling, own) if copies else shown
        return replace(
            shown,
            withheld=shown.withheld | version.withheld,
            blocked=shown.blocked | version.blocked,
            generalised=(shown.generalised | (version.generalised - shown.corrected)) - shown.withheld,
        )

    def purge(self) -> None:
        """Blank in earlier versions what is not told now, by the grounds."""
        found: defaultdict[tuple[str, str], Purged] = defaultdict(lambda: defaultdict(set))
        for chunk in versions(self._connection, now=False):
            for one in chunk:
                self._find(one, lambda reason, key, name: found[reason.ground, reason.decided_by][key].add(name))
        for (ground, decided_by), fields in found.items():
            self._done.purged += purge(self._connection, fields, ground=ground, decided_by=decided_by)
            self._done.grounds.add(ground)

    def _find(self, version: Version, note: Callable[[Reasoned, tuple[str, int], str], None]) -> None:
        name = version.project.id
        if version.until is None and name not in self._shut:
            self._note_shut(version)  # a project that was withdrawn before is of the classes of its last version
        latest, shut, unknown = self._latest.get(name), self._shut.get(name), version.withheld
        told = tightened(self._policy, version.project, self._today, latest=latest, unknown=unknown, shut=shut)
        reasons = {**self._copies.of(version.project, latest, version.generalised), **dict(told)}
        if name in self._masked:
            reasons = {**dict.fromkeys(self._unmasked(version.project), self._personal), **reasons}
        for field_name, reason in reasons.items():
            note(reason, (name, version.number), field_name)
        if reasons:
            self._done.shown.append((version.publication, version.until))

    def _unmasked(self, project: Project) -> Iterator[str]:
        return unmasked(project, self._policy.screening, self._city.languages)

    @property
    def _personal(self) -> Reasoned:
        return Reasoned(ground=GROUND, decided_by=self._policy.title, review=self._today)
