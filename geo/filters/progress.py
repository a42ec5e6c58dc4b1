"""What may be asked of progress reports: facts of `published.progress_now AS p`."""

from __future__ import annotations

from itertools import chain
from typing import Final

from geo.filters.queryables import Kind, Queryables, columns, table

PROGRESS: Final[Queryables] = table(
    chain(
        columns("p", Kind.TEXT, {"project_id": "Public id of the project"}),
        columns("p", Kind.DATE, {"as_of": "The day that the report is about"}),
        columns("p", Kind.NUMBER, {"planned": "Planned progress, 0 to 1", "actual": "Actual progress, 0 to 1"}),
        columns("p", Kind.NUMBER, {"publication": "Number of the publication that said so"}, whole=True),
    )
)
"""The queryables of progress reports."""
