"""The facts of published projects as they were sent: rows of loads, read again by the mappings of their time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final, TypeAlias

import shapely
import structlog
from psycopg import Connection

from data.checks import Prepared, prepare
from data.mapping import Mapping
from data.readers import RawRow
from data.readers.source import CHUNK, Source
from geo.city import City
from geo.errors import BadInput
from geo.project import Project
from geo.sql import query

_log = structlog.get_logger("allimi.republish")
_ORIGINALS: Final = (
    ("original_start", "planned_start"),
    ("original_end", "planned_end"),
    ("original_budget", "budget"),
)
Hidden: TypeAlias = Callable[[Project], Iterable[str]]


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


def sent(connection: Connection, city: City, hidden: Hidden, waiting: frozenset[str] | None) -> Iterator[list[Project]]:
    """Published projects as they were sent last, in chunks; of `waiting` only those that withhold any of these fields.

    A baseline that the public could not see, and that is not `hidden` now, is that of the first load. Projects are
    missing whose rows are gone, were not mapped from a file, or cannot be read any more.
    """
    connection.execute(query("republish/newest"), {"names": None if waiting is None else sorted(waiting)})
    connection.execute(query("republish/first"))
    first = {project.id: project for chunk in _projects(connection, city, "first") for project in chunk}
    blocked: dict[str, list[str]] = dict(connection.execute("SELECT project_id, blocked FROM first").fetchall())
    for chunk in _projects(connection, city, "newest"):
        yield [
            _with_baseline(one, first[one.id], set(blocked[one.id]) - set(hidden(one))) if one.id in first else one
            for one in chunk
        ]


def _with_baseline(project: Project, first: Project, shown: set[str]) -> Project:
    changes = {
        original: getattr(first, original) or getattr(first, planned)
        for original, planned in _ORIGINALS
        if original in shown and getattr(project, original) is None
    }
    return replace(project, **changes)


def _projects(connection: Connection, city: City, chosen: str) -> Iterator[list[Project]]:
    for load, mapping in connection.execute(query("republish/loads").format(chosen=chosen)).fetchall():
        try:
            yield from _of_load(connection, city, chosen, load, Mapping.model_validate_json(mapping))
        except (BadInput, ValueError) as error:
            _log.warning("a load cannot be read again", load=load, error=str(error).split("\n", 1)[0])


def _of_load(connection: Connection, city: City, chosen: str, load: int, mapping: Mapping) -> Iterator[list[Project]]:
    rows = _Rows(
        format="intake",
        columns=tuple(mapping.columns()),
        has_geometry=True,
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
