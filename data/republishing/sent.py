"""The facts of published projects as they were sent: rows of loads, read again by the mappings of their time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import shapely
import structlog
from psycopg import Connection

from data.checks import Prepared, prepare
from data.intake.projects import Named, checked
from data.intake.reading import stored_facts
from data.mapping import Mapping
from data.readers import RawRow
from data.readers.source import CHUNK, Source
from geo.city import City
from geo.errors import BadInput
from geo.project import Project
from geo.sql import query

_log = structlog.get_logger("allimi.republish")
ORIGINALS: Final = MappingProxyType(
    {"original_start": "planned_start", "original_end": "planned_end", "original_budget": "budget"}
)
"""What becomes the baseline where no original is sent."""
Secret: TypeAlias = Callable[[Project], Iterable[str]]


@dataclass(slots=True, kw_only=True)
class _Rows(Source):
    """The rows of one load that are in the temporary table `chosen`."""

    connection: Connection
    load: int
    chosen: str

    def chunks(self, size: int = CHUNK) -> Iterator[list[RawRow]]:
        """The rows, in lists of at most `size`."""
        with self.connection.cursor(f"republish_rows_{self.chosen}_{self.load}") as cursor:
            cursor.execute(query("republish/rows").format(chosen=self.chosen), {"load": self.load})
            while rows := cursor.fetchmany(size):
                yield [_raw(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Sent:
    """A project as it was sent; `corrected` are originals that are told otherwise than the public knows them."""

    project: Project
    corrected: frozenset[str] = frozenset()


def sent(connection: Connection, city: City, secret: Secret, waiting: frozenset[str] | None) -> Iterator[list[Sent]]:
    """Published projects as they were sent last, in chunks; of `waiting` only those that withhold any of these fields.

    A baseline that the public did not see as it was sent, and of which nothing is `secret` now, is that of the first
    load. Projects are missing whose rows are gone, were not mapped from a file, or cannot be read any more.
    """
    names = {"names": None if waiting is None else sorted(waiting)}
    connection.execute(query("republish/newest"), names)
    connection.execute(query("republish/first"))
    first = {project.id: project for chunk in _projects(connection, city, "first") for project in chunk}
    hidden: dict[str, list[str]] = dict(connection.execute("SELECT project_id, hidden FROM first").fetchall())
    for chunk in _projects(connection, city, "newest"):
        yield [
            _with_baseline(one, first[one.id], set(hidden[one.id]), set(secret(one))) if one.id in first else Sent(one)
            for one in chunk
        ]
    yield from _pushed(connection, city, names)


def _pushed(connection: Connection, city: City, names: dict[str, Any]) -> Iterator[list[Sent]]:
    """Those that were pushed, as their facts stand; what rules of today hold is left as it is."""
    with connection.cursor("republish_records") as cursor:
        cursor.execute(query("republish/records"), names)
        while rows := cursor.fetchmany(CHUNK):
            named = [Named(project_id, agency, stored_facts(facts)) for project_id, agency, facts in rows]
            yield [Sent(one.project) for one in checked(named, city) if not one.findings]


def _with_baseline(project: Project, first: Project, hidden: set[str], secret: set[str]) -> Sent:
    changes = {
        original: value
        for original, planned in ORIGINALS.items()
        if original in hidden - secret
        and getattr(project, original) is None
        and (value := getattr(first, original) or (None if planned in secret else getattr(first, planned))) is not None
    }
    return Sent(replace(project, **changes), frozenset(changes)) if changes else Sent(project)


def _projects(connection: Connection, city: City, chosen: str) -> Iterator[list[Project]]:
    for load, mapping in connection.execute(query("republish/loads").format(chosen=chosen)).fetchall():
        try:
            yield from _of_load(connection, city, chosen, load, Mapping.model_validate_json(mapping))
        except (BadInput, ValueError) as error:
            _log.warning("a load cannot be read again", load=load, error=str(error).split("\n", 1)[0])


def _of_load(connection: Connection, city: City, chosen: str, load: int, mapping: Mapping) -> Iterator[list[Project]]:
    (drawn,) = connection.execute(query("republish/drawn"), {"load": load}).fetchone() or (False,)
    rows = _Rows(
        format="intake",
        columns=tuple(mapping.columns()),
        has_geometry=drawn,
        connection=connection,
        load=load,
        chosen=chosen,
    )
    ready = (one.project for one in prepare(rows, mapping, city) if isinstance(one, Prepared))
    while chunk := list(islice(ready, CHUNK)):
        yield chunk


def _raw(number: int, payload: Any, geometry: bytes | None) -> RawRow:  # noqa: ANN401 - JSON
    values = payload if isinstance(payload, dict) else json.loads(payload)
    return RawRow(number, values, None if geometry is None else shapely.from_wkb(geometry))
