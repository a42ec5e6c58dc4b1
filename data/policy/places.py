"""The policy with the districts at hand, for whoever publishes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, partial

from psycopg import Connection
from shapely.geometry.base import BaseGeometry

from data.policy.disclosing import disclose
from data.policy.ruling import Policy
from geo.disclosure import Disclosed
from geo.project import Project
from geo.publishing.locating import read_places


def discloser(
    connection: Connection, policy: Policy, today: date, *, late: bool = False
) -> Callable[[Project], Disclosed]:
    """`disclose` under this policy on this day (the city's date), in the districts that are published now.

    They are read at once; where `late`, with the first project that asks for them: then nothing else may be under way
    on the connection.
    """
    places = None
    if policy.asks_for_places:
        places = _late(connection) if late else read_places(connection)
    return partial(disclose, policy=policy, today=today, places=places)


def _late(connection: Connection) -> Callable[[BaseGeometry, tuple[str, ...]], tuple[str, ...]]:
    read = cache(partial(read_places, connection))

    def places(footprint: BaseGeometry, sets: tuple[str, ...]) -> tuple[str, ...]:
        return read()(footprint, sets)

    return places
