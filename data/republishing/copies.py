"""Baselines that a publication copied, where no original was sent: they go with what they were copied from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from data.policy import Policy, Ruling
from data.policy.facts import changed, value_of
from data.policy.generalising import coarsened
from data.policy.rules import Public, Reasoned
from data.republishing.sent import ORIGINALS
from data.republishing.tightening import tightened
from geo.disclosure import Disclosed
from geo.project import Project
from geo.publishing.reading import Version


@dataclass(frozen=True, slots=True)
class _Told:
    """A version that told what a baseline may be a copy of, and what it withheld."""

    project: Project
    withheld: frozenset[str]


@dataclass(slots=True)
class Copies:
    """What versions told that the policy does not tell of them, by project; `own` are originals as they were sent."""

    policy: Policy
    today: date
    _told: defaultdict[str, list[_Told]] = field(default_factory=lambda: defaultdict(list))
    _own: dict[str, dict[str, Any]] = field(default_factory=dict)
    _now: dict[str, Version] = field(default_factory=dict)

    @property
    def are_asked(self) -> bool:
        """Whether any rule of the policy hides what baselines are copied from."""
        agencies, classes = self.policy.agencies, self.policy.classes
        tables = (self.policy.rules, *(one.rules for one in agencies), *(one.rules for one in classes))
        named = all(name in self.policy.rules for name in ORIGINALS.values())
        return not named or any(
            not isinstance(rules[name], Public) for rules in tables for name in ORIGINALS.values() if name in rules
        )

    def look(self, versions: Iterable[Version]) -> None:
        """Remember what of these versions must go, or may have to by what is known last."""
        for one in versions:
            if self._may_go(one):
                bare = replace(one.project, footprint=None, reports=())
                self._told[bare.id].append(_Told(bare, one.withheld))

    def look_now(self, versions: Iterable[Version]) -> None:
        """The same of versions that the public sees now."""
        known = list(versions)
        self.look(known)
        self._now |= {
            one.project.id: replace(one, project=replace(one.project, footprint=None, reports=()))
            for one in known
            if one.project.id in self._told
        }

    def now(self, latest: Project) -> Mapping[str, Reasoned]:
        """Those originals which the public sees now, of a project of which `latest` is known last."""
        known = self._now.get(latest.id)
        return {} if known is None else self.of(known.project, latest, known.generalised)

    def own(self, project: Project) -> None:
        """Remember the originals that an agency sends itself: those it may tell, whatever else they are equal to."""
        if project.id in self._told:
            self._own[project.id] = {name: value_of(project, name) for name in ORIGINALS}

    def of(self, project: Project, latest: Project | None, coarse: frozenset[str]) -> Mapping[str, Reasoned]:
        """The public originals of a project that are copies of what must go, each with the decision.

        `coarse` are those told more coarsely than they were entered: of what, nobody can say.
        """
        found: dict[str, Reasoned] = {}
        for one in self._told.get(project.id, ()):
            ruling = self.policy.ruling(one.project, self.today, latest=latest, unknown=one.withheld)
            for original, planned in ORIGINALS.items():
                reason, value = _gone(ruling, one.project, planned), value_of(project, original)
                if reason is None or value is None or self._is_own(project.id, original, value, ruling):
                    continue
                if original in coarse or value == value_of(one.project, planned):
                    found.setdefault(original, reason)
        return found

    def anew(self, shown: Disclosed, copies: Iterable[str], ruling: Ruling, sent: Project) -> Disclosed:
        """What is disclosed, with other baselines in the place of copies; `sent` has those that the agency sends.

        Where the policy hides what was copied there is none then; where it tells it more coarsely, so is the baseline.
        """
        known, names = self._now[sent.id].project, [name for name in copies if name not in ruling.hidden]
        values = {name: _baseline(name, known, ruling, sent, shown.project) for name in names}
        coarse = {name for name, value in values.items() if value is not None and ORIGINALS[name] in ruling.coarse}
        return replace(
            shown,
            project=changed(shown.project, values),
            corrected=shown.corrected | values.keys(),
            generalised=(shown.generalised - values.keys()) | coarse,
        )

    def _is_own(self, project_id: str, original: str, value: Any, ruling: Ruling) -> bool:  # noqa: ANN401
        own = self._own.get(project_id, {}).get(original)
        return own is not None and value in {own, _coarsened(ruling, original, own)}

    def _may_go(self, version: Version) -> bool:
        names = ORIGINALS.values()
        reasons = tightened(self.policy, version.project, self.today, unknown=version.withheld)
        waits = any(name in self.policy.waits and value_of(version.project, name) is not None for name in names)
        return waits or any(name in names for name, _ in reasons)


def _baseline(name: str, known: Project, ruling: Ruling, sent: Project, shown: Project) -> Any:  # noqa: ANN401
    planned = ORIGINALS[name]
    if value_of(sent, name) is not None:
        return value_of(shown, name)
    if planned in ruling.hidden:
        return None
    if planned in ruling.coarse:
        return _coarsened(ruling, name, _coarsened(ruling, planned, value_of(known, name)))
    return value_of(shown, planned)


def _gone(ruling: Ruling, project: Project, planned: str) -> Reasoned | None:
    """Why what a project told must go; None where it may stay."""
    value = value_of(project, planned)
    if planned in ruling.coarse:
        return None if _coarsened(ruling, planned, value) == value else ruling.coarse[planned][-1]
    return None if value is None else ruling.reason(planned)


def _coarsened(ruling: Ruling, name: str, value: Any) -> Any:  # noqa: ANN401
    return coarsened(name, value, [rule.how for rule in ruling.coarse.get(name, ())])
