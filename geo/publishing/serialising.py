"""The statements that write a version's feature text: all of them by the one serialiser."""

from __future__ import annotations

from functools import cache

from geo.sql import query


@cache
def versions() -> str:
    """Insert the new versions (`publish/versions`)."""
    return query("publish/versions").format(delays=query("publish/delays"), feature=query("publish/feature"))


@cache
def purges() -> str:
    """Blank the versions of the temporary table `purging` (`purge/versions`)."""
    return query("purge/versions").format(feature=query("publish/feature"))


@cache
def foreseen() -> str:
    """Read what the new versions would be (`publish/foreseen`)."""
    return query("publish/foreseen").format(delays=query("publish/delays"), feature=query("publish/feature"))
