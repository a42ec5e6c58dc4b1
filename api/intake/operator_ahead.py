"""What a submission that waits would change, as the operator page shows it to who has to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection

from api.pages.history.ahead import Ahead, Row
from api.pages.site import Page
from data.intake.desk import Desk
from data.intake.foreseeing import foreseen
from geo.history import Version
from geo.intake.pushes import OPEN, Item, Push


@dataclass(frozen=True, slots=True)
class Project:
    """What would become of a project: as a whole (empty where only facts change), and fact by fact.

    `known` says that something of it was published before.
    """

    id: str
    known: bool
    said: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Part:
    """What an item would do; `late` where something newer is known, `broken` where it breaks a rule by now."""

    code: str
    late: bool
    broken: bool
    projects: Sequence[Project]


@dataclass(frozen=True, slots=True)
class PartsAhead:
    """What the open items of a submission would do, and the codes of the projects that a full set leaves out."""

    parts: Sequence[Part]
    withdrawn: Sequence[str]


def parts_ahead(page: Page, connection: Connection, push: Push, items: Sequence[Item], desk: Desk) -> PartsAhead | None:
    """What these items would change, were they approved now; None where nothing of the submission is open.

    It tells what the public would see, and so nothing that is withheld.
    """
    waiting = [one for one in items if one.state in OPEN]
    if push.state not in OPEN:
        return None
    found = foreseen(connection, push, waiting, desk.city, desk.policy)
    parts = []
    for item in waiting:
        projects = [_project(page, one.project_id, one.version) for one in found.versions.get(item.number, ())]
        parts.append(Part(item.code, item.number in found.late, item.number in found.broken, projects))
    return PartsAhead(parts, found.withdrawn)


def _project(page: Page, project_id: str, version: Version) -> Project:
    told = Ahead(page, project_id, version)
    return Project(project_id, bool(version.before), told.said(), told.rows())
