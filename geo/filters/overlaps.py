"""What may be asked of overlaps: facts of `published.overlap AS o`."""

from __future__ import annotations

from itertools import chain
from typing import Final

from geo.codes import Category, Exemption
from geo.filters.queryables import Kind, Queryable, Queryables, table
from geo.overlaps.classes import Class
from geo.overlaps.leading import Reason
from geo.overlaps.measures import Relation
from geo.overlaps.states import State
from geo.sql import query

_IS_OF: Final = "(o.one_id = ANY ({array}) OR o.other_id = ANY ({array}))"

_OWN: Final = (
    Queryable(name="id", kind=Kind.TEXT, sql="o.id", title="Public id: one~other", sortable=True, role="id"),
    Queryable(
        name="shared_ground",
        kind=Kind.GEOMETRY,
        sql="o.ground",
        title="Shared ground",
        description="The ground that both works share, or the place where they come nearest.",
        role="primary-geometry",
    ),
    Queryable(
        name="class",
        kind=Kind.TEXT,
        sql="o.kind",
        title="Class",
        description="What the two works are to each other, before all.",
        codes=tuple(map(str, Class)),
        sortable=True,
    ),
    Queryable(
        name="state",
        kind=Kind.TEXT,
        sql=query("overlaps/state"),
        title="State on the date asked",
        codes=tuple(map(str, State)),
        sortable=True,
    ),
    Queryable(
        name="past",
        kind=Kind.BOOLEAN,
        sql="coalesce(o.period_end < {today}::date, false)",
        title="Whether the days in which it matters are over",
        sortable=True,
    ),
    Queryable(
        name="works",
        kind=Kind.TEXT_ARRAY,
        sql="ARRAY[o.one_id, o.other_id]::text[]",
        title="Public ids of both works",
        shares=_IS_OF,
    ),
    Queryable(
        name="relation",
        kind=Kind.TEXT,
        sql="o.relation",
        title="How the footprints lie to each other",
        codes=tuple(map(str, Relation)),
        sortable=True,
    ),
    Queryable(
        name="lead_reason",
        kind=Kind.TEXT,
        sql="o.lead_reason",
        title="Why that work should lead",
        codes=tuple(map(str, Reason)),
        sortable=True,
    ),
    Queryable(
        name="exception",
        kind=Kind.TEXT,
        sql="o.exception",
        title="Why a work may cut into a new surface",
        codes=tuple(map(str, Exemption)),
        sortable=True,
    ),
    Queryable(name="sample", kind=Kind.BOOLEAN, sql="o.sample", title="Whether either work is made up"),
)
_ARRAYS: Final = {
    "also": ("o.also", "Other classes that hold"),
    "agencies": ("o.agencies", "Codes of the agencies of both works"),
    "categories": ("o.categories", f"Categories of both works, of {', '.join(Category)}"),
    "districts": ("o.districts", "Ids (set.code) of the districts that both works lie in, or else either"),
}
_TEXTS: Final = {
    "one": ("o.one_id", "Public id of the work whose id comes first"),
    "other": ("o.other_id", "Public id of the other work"),
    "road_class": ("o.road_class", "Class of the road, where it is known"),
    "lead": ("o.lead_id", "Public id of the work that should lead"),
    "currency": ("o.currency", "Currency of the score (ISO 4217)"),
}
_NUMBERS: Final = {
    "distance_m": ("round(o.distance::numeric, 2)", "Least distance in metres; 0 where they touch"),
    "shared_length_m": ("round(o.shared_length::numeric, 2)", "Shared length in metres, on the ellipsoid"),
    "shared_area_m2": ("round(o.shared_area::numeric, 2)", "Shared area in square metres, on the ellipsoid"),
    "bearing_gap": ("round(o.bearing_gap::numeric, 1)", "Degrees between their directions, 0 to 90"),
    "score": ("o.score", "What is at stake, in the currency of the costs"),
    "likelihood": ("o.likelihood", "How likely it comes so, 0 to 1"),
}
_COUNTS: Final = {
    "days_shared": ("o.days_shared", "Days that both works have"),
    "gap_days": ("o.gap_days", "Days between the two works"),
    "publication": ("o.since", "Number of the publication since which it is found so"),
}
_DATES: Final = {
    "joint_start": ("o.joint_start", "First day on which both could be done at once"),
    "joint_end": ("o.joint_end", "Last day on which both could be done at once"),
    "period_start": ("o.period_start", "First day on which it matters"),
    "period_end": ("o.period_end", "Last day on which it matters"),
}


def _columns(kind: Kind, known: dict[str, tuple[str, str]], *, whole: bool = False) -> list[Queryable]:
    return [
        Queryable(name=name, kind=kind, sql=sql, title=title, sortable=kind is not Kind.TEXT_ARRAY, whole=whole)
        for name, (sql, title) in known.items()
    ]


OVERLAPS: Final[Queryables] = table(
    chain(
        _OWN,
        _columns(Kind.TEXT_ARRAY, _ARRAYS),
        _columns(Kind.TEXT, _TEXTS),
        _columns(Kind.NUMBER, _NUMBERS),
        _columns(Kind.NUMBER, _COUNTS, whole=True),
        _columns(Kind.DATE, _DATES),
    )
)
"""The queryables of overlaps."""
