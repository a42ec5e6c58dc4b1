"""The public progress reports of some projects."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Any

from geo import then
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.values import Progress


async def reports_of(
    pool: ReadPool, project_ids: Collection[str], *, publication: int, as_of: int | None = None
) -> Mapping[str, tuple[Progress, ...]]:
    """The reports by project, each by date, that were told up to a publication; none of a project without any.

    With `as_of`, the number of an earlier publication, what that one showed of them.
    """
    rows = await then.rows(pool, query("progress/of_projects"), sorted(project_ids), publication, as_of=as_of)
    return {name: tuple(map(_report, those)) for name, those in groupby(rows, key=lambda row: str(row["project_id"]))}


def _report(row: Mapping[str, Any]) -> Progress:
    return Progress(row["planned"], row["actual"], row["as_of"])
