"""The policy with the districts at hand, for whoever publishes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from psycopg import Connection

from data.policy.disclosing import disclose
from data.policy.ruling import Policy
from geo.disclosure import Disclosed
from geo.project import Project
from geo.publishing.locating import read_places


def discloser(connection: Connection, policy: Policy, today: date) -> Callable[[Project], Disclosed]:
    """`disclose` under this policy on this day (the city's date), in the districts that are published now."""
    places = read_places(connection) if policy.asks_for_places else None
    return partial(disclose, policy=policy, today=today, places=places)
