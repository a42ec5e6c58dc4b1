"""Apply the policy to a project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data.policy.coarser import Districts, Places
from data.policy.facts import entered, without
from data.policy.generalising import tell
from data.policy.rules import Generalised
from data.policy.ruling import Policy, Ruling
from geo.disclosure import Disclosed
from geo.errors import Conflict
from geo.project import Project


class Unpublished(Conflict):
    """The policy says that nothing of the project is published; the text names the ground."""


def disclose(project: Project, policy: Policy, today: date, places: Places | None = None) -> Disclosed:
    """What the public may see of the project on this day (the city's date).

    What is withheld is gone from it and named; what is generalised is gone but for what is told of it. `places` finds
    the districts that stand in for a footprint; where there is none, such a footprint is withheld unless the agency
    has named districts itself. Raises Unpublished.
    """
    if (shut := policy.unpublished(project)) is not None:
        raise Unpublished(f"The class {shut.name!r} is not published: {shut.ground}")
    return apply(policy.ruling(project, today), project, places)


def apply(ruling: Ruling, project: Project, places: Places | None = None) -> Disclosed:
    """What the public may see of the project by this ruling."""
    withheld = frozenset(name for name in ruling.hidden if entered(project, name))
    shown = without(project, withheld) if withheld else project
    coarse = {name: rules for name, rules in ruling.coarse.items() if entered(shown, name)}
    if not coarse:
        return Disclosed(shown, withheld, frozenset(ruling.hidden), delayed=withheld & ruling.delayed)
    told = tell(shown, coarse, None if "declared_districts" in ruling.hidden else places)
    gone = frozenset(name for name in coarse if not _remains(told, name, coarse[name]))
    blunt = {"location_accuracy"} if told.location.accuracy != shown.location.accuracy else set()
    return Disclosed(
        project=told,
        withheld=withheld | gone,
        blocked=frozenset(ruling.hidden),
        generalised=frozenset((coarse.keys() | blunt) - gone),
        delayed=withheld & ruling.delayed,
    )


def _remains(told: Project, name: str, rules: Sequence[Generalised]) -> bool:
    if entered(told, name):
        return True
    return name == "footprint" and bool(told.districts) and any(isinstance(rule.how, Districts) for rule in rules)
