"""What may be asked of agencies: facts of `published.agency AS a`."""

from __future__ import annotations

from typing import Final

from geo.filters.queryables import Kind, Queryable, Queryables, names, table

AGENCIES: Final[Queryables] = table(
    (
        Queryable(name="code", kind=Kind.TEXT, sql="a.code", title="Code of the agency", sortable=True, role="id"),
        Queryable(
            name="name",
            kind=Kind.TEXT,
            sql="coalesce(a.names ->> {language}::text, "
            "a.names ->> (SELECT min(l) FROM jsonb_object_keys(a.names) AS l))",
            title="Name in the city's first language",
            sortable=True,
        ),
        names("a"),
    )
)
"""The queryables of agencies."""
