"""A plan that is pushed and waits, with a marker in every text and at the place where nothing else is."""

from __future__ import annotations

from typing import Any, Final

import psycopg

from data.cities import load_city
from data.intake.approval import Approval
from data.intake.desk import Desk, Who
from data.intake.pushed import Pushed
from data.policy import Policy
from geo.details import exact_json
from geo.intake.keys import Scope, add_key
from tests.disclosure.planting import LATITUDE, LONGITUDE
from tests.fixtures.database import Database

_HELD: Final = "Zqxheld"
_FACTS: Final[dict[str, Any]] = {
    "titles": {"en": f"{_HELD} title"},
    "descriptions": {"en": f"{_HELD} description"},
    "address": f"{_HELD} address",
    "planned_start": "2026-02-11",
    "planned_end": "2026-03-17",
    "geometry": {"type": "Point", "coordinates": [LONGITUDE, LATITUDE]},
    "contacts": [{"role": "manager", "office": f"{_HELD} office"}],
}


def plant_plan(database: Database, policy: Policy) -> None:
    """Push it by an agency whose pushes wait."""
    desk = Desk(load_city(), policy, Approval.model_validate({"wait": ["project"]}))
    pushed = Pushed(kind="project", codes=(_HELD,), parts=lambda: [(1, _HELD, exact_json(_FACTS))])
    with psycopg.connect(database.writer_url) as connection:
        key, _ = add_key(connection, "ban-4", scopes=[Scope.SUBMIT], names={})
        assert desk.submit(connection, Who(key, None), pushed).state == "waiting"
