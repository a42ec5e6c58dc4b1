"""The one server that is written to, where an address names several.

After a replica was promoted, the old primary may come back and take writes too: they would be lost. It stays on its
old timeline, which tells the two apart. Where the new primary cannot be reached meanwhile, only synchronous
replication keeps the old one from acknowledging what nobody else has; docs/scaling.md says how.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from geo.errors import StoreUnavailable
from geo.store import failures

_ONLY_READS: Final = "The database only reads: a replica, or one that was shut for writing. Nothing was written."
_NONE: Final = "None of the databases that answer may be written to. Nothing was written."
_SPLIT: Final = "Two databases take writes, and neither came after the other: stop one. Nothing was written."
_TIMELINE: Final = """
SELECT CASE WHEN current_setting('transaction_read_only') = 'off' AND NOT pg_is_in_recovery()
       THEN ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer END
"""


def must_be(connection: psycopg.Connection) -> None:
    """Raise StoreUnavailable where this server cannot be written to."""
    if _timeline(connection) is None:
        raise StoreUnavailable(_ONLY_READS)


def address(url: str) -> str:
    """The address with the host that is written to: of several that take writes, the one promoted last.

    An address with one host stays as it is. Raises StoreUnavailable where none takes writes, or two on one timeline.
    """
    hosts = list(_hosts(url))
    if len(hosts) < 2:
        return url
    timelines = {host: timeline for host in hosts if (timeline := _timeline_at(host)) is not None}
    if not timelines:
        raise StoreUnavailable(_NONE)
    last = max(timelines.values())
    newest = [host for host, timeline in timelines.items() if timeline == last]
    if len(newest) > 1:
        raise StoreUnavailable(_SPLIT)
    return newest[0]


def _hosts(url: str) -> Iterator[str]:
    """The address once for each host that it names."""
    parts = conninfo_to_dict(url)
    hosts = str(parts.get("host") or "").split(",")
    ports = str(parts.get("port") or "").split(",")
    for number, host in enumerate(hosts):
        port = ports[number] if len(ports) == len(hosts) else ports[0]
        yield make_conninfo(url, host=host, port=port or None)


def _timeline_at(host: str) -> int | None:
    try:
        with failures.connect(host) as connection:
            return _timeline(connection)
    except StoreUnavailable:
        return None


def _timeline(connection: psycopg.Connection) -> int | None:
    """The timeline of a server that takes writes; None of one that does not."""
    row = connection.execute(_TIMELINE).fetchone()
    assert row is not None  # noqa: S101 - a SELECT without FROM has a row
    return None if row[0] is None else int(row[0])
