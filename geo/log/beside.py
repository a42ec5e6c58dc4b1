"""Verify what is kept beside the versions to answer quickly: what lists, filters, maps and counts are made from.

Versions are compared with their texts first (`geo.log.auditing`), so that what holds here follows from the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from psycopg import Connection
from sqlalchemy import inspect

from geo.log import derived, pairs
from geo.log.stored import first
from geo.overlaps.placement import too_detailed
from geo.sql import query
from geo.sql.choosing import boxes, briefs, chosen, closed_briefs
from geo.store.base import Base
from geo.store.boxes import ProjectBox, ProjectBoxPast
from geo.store.briefs import ProjectBrief, ProjectBriefPast
from geo.store.counts import CollectionCount, ProjectCount, ProjectDelay, ProjectExtent, ProjectTally
from geo.store.disclosures import (
    DisclosureCount,
    DisclosureDecision,
    DisclosureReport,
    DisclosureUpdate,
    VersionTerms,
)
from geo.store.maps import MapCell, MapCellKind, MapDistrict, MapShape, MapTile
from geo.store.overlaps import OverlapLeftOut
from geo.store.works import ProgressReport

_NOW: Final = "published.project_now"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A table, and the query that makes it; `only` are the records that count, `without` what is not compared."""

    table: type[Base]
    made: Callable[[], str]
    only: str = "true"
    without: frozenset[str] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        return str(self.table.__tablename__)

    def statement(self) -> str:
        columns = [one.name for one in inspect(self.table).columns if one.name not in self.without]
        key = [one.name for one in inspect(self.table).primary_key]
        return query("kept/differing").format(
            table=self.name, key=", ".join(key), columns=", ".join(columns), only=self.only, made=self.made()
        )


def _sql(name: str) -> Callable[[], str]:
    return lambda: query(f"kept/{name}")


def _boxes(only: str) -> Callable[[], str]:
    return lambda: f"SELECT b.* FROM ({boxes()}) AS b WHERE {only}"  # noqa: S608 - of our own


def _everything(name: str) -> str:
    return query(name).format(moved=query("disclosed/everything"))


def _counted(only: str) -> str:
    return query("kept/counted").format(counted=_everything("disclosed/counted"), only=only)


_PURGED: Final = "EXISTS (SELECT FROM published.purge)"
_DISCLOSED: Final = "(published, zeros, generalised, withheld, delayed) <> (0, 0, 0, 0, 0)"
_DRAWN: Final = frozenset({"map_shape", "map_district"})
_REDRAW: Final = " Where PostGIS was upgraded since, `allimi redraw` draws everything anew."
_TABLES: Final = (
    _Kept(ProgressReport, _sql("reports")),
    _Kept(ProjectBrief, lambda: briefs(every=True)),
    _Kept(ProjectBriefPast, closed_briefs),
    _Kept(ProjectBox, _boxes("b.until IS NULL")),
    _Kept(ProjectBoxPast, _boxes("b.until IS NOT NULL")),
    _Kept(ProjectCount, _sql("counts"), only="projects <> 0"),
    _Kept(ProjectTally, _sql("tallies"), only="projects <> 0"),
    _Kept(ProjectDelay, _sql("delays"), only="(works, late, original_days, due_days) <> (0, 0, 0, 0)"),
    _Kept(ProjectExtent, _sql("extents")),
    _Kept(CollectionCount, _sql("collections"), only="features <> 0"),
    _Kept(MapShape, lambda: query("map/shaped").format(target=_NOW)),
    _Kept(OverlapLeftOut, lambda: chosen("overlaps/leave_out", every=True, too_detailed=too_detailed())),
    _Kept(MapDistrict, lambda: query("map/districts").format(chosen="true")),
    _Kept(MapCellKind, _sql("kinds")),
    _Kept(MapCell, _sql("cells")),
    _Kept(MapTile, _sql("tiles"), only="works <> 0", without=frozenset({"generation", "below"})),
    _Kept(DisclosureCount, lambda: _counted(f"NOT {_PURGED}"), only=f"{_DISCLOSED} AND NOT {_PURGED}"),
    # Whether something was zero before it was purged is not known any more.
    _Kept(
        DisclosureCount,
        lambda: _counted(_PURGED),
        only=f"{_DISCLOSED} AND {_PURGED}",
        without=frozenset({"zeros"}),
    ),
    _Kept(DisclosureReport, lambda: _everything("disclosed/reported"), only="projects <> 0"),
    _Kept(DisclosureDecision, lambda: chosen("disclosed/decided_then", every=True)),
    _Kept(DisclosureUpdate, lambda: chosen("disclosed/updated", every=True)),
    _Kept(VersionTerms, _sql("terms")),
)


def differing(connection: Connection, *, with_pairs: bool = True) -> Iterator[str]:
    """The first record of each table that is not what the versions give; the caller's transaction says as of when."""
    connection.execute("SET LOCAL enable_hashjoin = off")  # what is merged in order is not held
    connection.execute("SET LOCAL jit = off")
    for kept in _TABLES:
        row = first(connection, kept.statement())
        if row is not None:
            yield _said(kept.name, *row)
    for one in derived.shares(connection):
        yield _said(*one)
    for one in pairs.differing(connection) if with_pairs else ():
        yield _said(*one)
    yield from derived.findings(connection)


def _said(table: str, key: str, kept: Mapping[str, Any] | None, made: Mapping[str, Any] | None) -> str:
    if made is None:
        return f"The record {key} of {table} follows from nothing that is published: it was put in."
    if kept is None:
        return f"The record {key} of {table} is missing: what is published gives one."
    names = [name for name in made if kept[name] != made[name]]
    hint = _REDRAW if table in _DRAWN else ""
    return f"The record {key} of {table} says another {', '.join(names) or 'value'} than what is published gives.{hint}"
