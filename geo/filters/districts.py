"""What may be asked of districts: facts of `published.district AS d JOIN published.boundary_set AS b`."""

from __future__ import annotations

from itertools import chain
from typing import Final

from geo.filters.queryables import Kind, Queryable, Queryables, columns, names, table

_OWN: Final = (
    Queryable(name="id", kind=Kind.TEXT, sql="d.id", title="Public id: set.code", sortable=True, role="id"),
    Queryable(
        name="boundary",
        kind=Kind.GEOMETRY,
        sql="d.boundary",
        title="Boundary",
        role="primary-geometry",
    ),
    Queryable(
        name="name",
        kind=Kind.TEXT,
        sql="coalesce(d.names ->> {language}::text, d.code)",
        title="Name in the city's first language",
        sortable=True,
    ),
    names("d"),
    Queryable(name="boundary_set", kind=Kind.TEXT, sql="d.set_code", title="Boundary set", sortable=True),
    Queryable(name="level", kind=Kind.NUMBER, sql="d.level", title="Level", sortable=True, whole=True),
    Queryable(
        name="area_m2",
        kind=Kind.NUMBER,
        sql="round(d.area_m2)::numeric",
        title="Area in square metres, on the ellipsoid",
        sortable=True,
        whole=True,
    ),
    Queryable(
        name="valid_from",
        kind=Kind.DATE,
        sql="coalesce(d.valid_from, b.valid_from)",
        title="First day in force",
        sortable=True,
    ),
    Queryable(
        name="valid_to",
        kind=Kind.DATE,
        sql="coalesce(d.valid_to, b.valid_to)",
        title="Last day in force",
        sortable=True,
    ),
    Queryable(name="sketch", kind=Kind.BOOLEAN, sql="b.sketch", title="Drawn by hand, not surveyed"),
    Queryable(name="sample", kind=Kind.BOOLEAN, sql="b.sample", title="Made up, for the sample city"),
)

DISTRICTS: Final[Queryables] = table(
    chain(
        _OWN,
        columns("d", Kind.TEXT, {"code": "Code within the set", "parent": "Id of the district that it is part of"}),
        columns("b", Kind.TEXT, {"source": "Source of the boundary", "licence": "Licence of the boundary"}),
    )
)
"""The queryables of districts."""
