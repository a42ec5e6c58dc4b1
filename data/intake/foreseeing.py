"""What would become of a push that waits for a decision, and what the public would see change: for who decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from psycopg import Connection

from data.intake.applying import judge_of
from data.intake.judging import Judged
from data.policy import Policy
from geo.city import City
from geo.disclosure import Disclosed
from geo.intake import records
from geo.intake.pushes import Item, Push
from geo.publishing.foreseeing import Ahead, foresee


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What items would do, were they approved now: the versions that each would publish, by its number.

    `late` are those of which something newer is known by now, `broken` those that break a rule; neither has versions.
    An item that is in none of the three would change nothing that the public sees. `withdrawn` are the codes of the
    projects that a full set leaves out.
    """

    versions: Mapping[int, Sequence[Ahead]]
    late: frozenset[int]
    broken: frozenset[int]
    withdrawn: Sequence[str]


def foreseen(connection: Connection, push: Push, items: Sequence[Item], city: City, policy: Policy) -> Foreseen:
    """What these open items of a push would do. Nothing is kept, and the agency is not locked."""
    judged = judge_of(connection, push, city, policy).judge(items)
    broken = frozenset(one.item.number for one in judged if one.findings)
    late = frozenset(one.item.number for one in judged if one.state == "stale")
    passed = [one for one in judged if one.item.number not in broken | late]
    others = records.records_beside(connection, push.agency, push.id) if push.full else []
    return Foreseen(_versions(connection, passed, city), late, broken, [one.code for one in others])


def _versions(connection: Connection, passed: Sequence[Judged], city: City) -> Mapping[int, Sequence[Ahead]]:
    gone = {one.item.project_id: one.item.number for one in passed if one.state == "withdraw"}
    shown = [(one.item.number, each) for one in passed if one.state is None for each in _grounded(one)]
    found: dict[int, list[Ahead]] = {}
    for ahead in foresee(connection, shown, list(gone), languages=city.languages):
        found.setdefault(gone.get(ahead.project_id, ahead.row), []).append(ahead)
    return found


def _grounded(judged: Judged) -> Sequence[Disclosed]:
    return [replace(one, ground=judged.ground or one.ground) for one in judged.shown]
