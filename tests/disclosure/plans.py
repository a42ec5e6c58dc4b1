"""A plan that is pushed and waits, with a marker in every text and at the place where nothing else is."""

from __future__ import annotations

from typing import Any, Final

from api.intake.state import intake_over
from data.cities import load_city
from data.intake.approval import Approval
from data.intake.desk import Desk
from data.policy import Policy
from geo.store.urls import Login
from tests.api.intake.pushing import agency
from tests.disclosure.planting import LATITUDE, LONGITUDE
from tests.fixtures.database import Database
from tests.fixtures.site import serving

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
    with serving(database, intake=intake_over(Login(database.writer_url), desk)) as site:
        assert agency(site, "ban-4").put("P1", _FACTS).json()["state"] == "waiting"
