"""Plans: where and when projects that were pushed and are not published would take place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import class_row

from geo.codes import Category, Firmness, Ground
from geo.overlaps.placement import placement_pieces
from geo.overlaps.sites import Site
from geo.overlaps.streets import Street
from geo.overlaps.windows import Window
from geo.sql import query

NUMBERED: Final = "plan-"
"""What a plan is called towards other agencies, before its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What is known of a plan: its window, the widest that its agency accepts, what it does, and whom to ask."""

    project_id: str
    agency: str
    window_start: date | None
    window_end: date | None
    early_start: date | None
    late_end: date | None
    category: str | None
    firmness: str
    ground: Sequence[str]
    exception: str | None
    office: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(_Facts):
    """A plan as a push tells it; `footprint` is WKB in EPSG:4326."""

    push_id: int
    footprint: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(_Facts):
    """A plan that is kept. `length` and `area` are of its whole footprint, in metres and square metres.

    `streets` and `road_classes` are those of the streets that it lies along, in the same order.
    """

    number: int
    length: float
    area: float
    streets: Sequence[str | None] = ()
    road_classes: Sequence[str | None] = ()
    axis_length: float = 0.0

    @property
    def name(self) -> str:
        """What it is called towards other agencies."""
        return f"{NUMBERED}{self.number}"

    @property
    def window(self) -> Window:
        """Its days."""
        return Window(self.window_start, self.window_end)

    def own(self) -> Site:
        """As its own agency's rules look at it: with what it does to the ground and how firm it is."""
        return Site(
            **self._place(),
            id=self.project_id,
            category=Category(self.category) if self.category else None,
            ground=frozenset(Ground(one) for one in self.ground),
            firmness=Firmness(self.firmness),
            exception=self.exception,
            **self._when(),
        )

    def told(self, *, with_window: bool) -> Site:
        """As another agency's planner may know it, and so all that can be told of it: where, and when."""
        when = self._when() if with_window else {"window": Window(None, None), "early": None, "late": None}
        unknown: dict[str, Any] = {"category": None, "ground": frozenset(), "exception": None}
        return Site(**self._place(), id=self.name, firmness=Firmness.PLANNED, **unknown, **when)

    def _place(self) -> dict[str, Any]:
        unknown: dict[str, Any] = {"title": "", "status": None, "budget": None}
        sizes = {"length": self.length, "area": self.area, "axis_length": self.axis_length}
        along = frozenset(map(Street, self.streets, self.road_classes))
        return unknown | sizes | {"agency": self.agency, "streets": along}

    def _when(self) -> dict[str, Any]:
        early, late = self.early_start, self.late_end
        return {
            "window": self.window,
            "early": Window(early, None) if early else None,
            "late": Window(None, late) if late else None,
        }


def keep(connection: Connection, plans: Iterable[Sent]) -> None:
    """Keep plans, each in place of what was kept of its project."""
    rows = [{name: _plain(value) for name, value in asdict(one).items()} for one in plans]
    if rows:
        connection.cursor().executemany(query("plans/keep").format(ground=placement_pieces()["ground"]), rows)


def forget(connection: Connection, project_ids: Sequence[str]) -> None:
    """Forget the plans of these projects."""
    if project_ids:
        connection.execute("DELETE FROM intake.plan WHERE project_id = ANY (%s)", [list(project_ids)])


def forget_pushed(connection: Connection, push_id: int) -> None:
    """Forget the plans that a push has told."""
    connection.execute("DELETE FROM intake.plan WHERE push_id = %s", [push_id])


def payloads(connection: Connection) -> list[tuple[str, str, str | None]]:
    """Project id, agency and what was sent (JSON text, None once it is purged) of every plan."""
    return connection.execute(query("plans/payloads")).fetchall()


def forget_others(connection: Connection, project_ids: Sequence[str]) -> None:
    """Forget all plans but those of these projects."""
    connection.execute("DELETE FROM intake.plan WHERE project_id <> ALL (%s)", [list(project_ids)])


def published(connection: Connection, project_ids: Sequence[str]) -> frozenset[str]:
    """Those of the projects that are published now."""
    return frozenset(row[0] for row in connection.execute(query("plans/published"), {"ids": list(project_ids)}))


def plans_of(connection: Connection, agency: str) -> list[Plan]:
    """The plans of an agency."""
    return _plans(connection, "own", {"agency": agency})


def plans_near(connection: Connection, agency: str, footprint: bytes, metres: float) -> list[Plan]:
    """The plans of others than the agency near a footprint (WKB, EPSG:4326)."""
    return _plans(connection, "near", {"agency": agency, "footprint": footprint, "reach": metres})


def plans_beside(connection: Connection, agency: str, metres: float) -> list[Plan]:
    """The plans of others near what the agency plans and has published."""
    return _plans(connection, "beside", {"agency": agency, "reach": metres})


def _plans(connection: Connection, name: str, values: dict[str, Any]) -> list[Plan]:
    with connection.cursor(row_factory=class_row(Plan)) as cursor:
        return cursor.execute(_statement(name), values).fetchall()


@cache
def _statement(name: str) -> str:
    return query(f"plans/{name}").format(columns=query("plans/columns"), **placement_pieces("p.shape"))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
