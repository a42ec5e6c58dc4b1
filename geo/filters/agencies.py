"""What may be asked of agencies: facts of `published.agency AS a`."""

from __future__ import annotations

from typing import Final

from geo.filters.queryables import Kind, Queryable, Queryables, table

AGENCIES: Final[Queryables] = table(
    (
        Queryable(name="code", kind=Kind.TEXT, sql="a.code", title="Code of the agency", sortable=True, role="id"),
        Queryable(
            name="names",
            kind=Kind.TEXT_ARRAY,
            sql="ARRAY(SELECT jsonb_each_text.value FROM jsonb_each_text(a.names))",
            title="Names in all languages",
        ),
    )
)
"""The queryables of agencies."""
