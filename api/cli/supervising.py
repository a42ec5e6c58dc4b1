"""Keep the private database alive: where its server dies, start it again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog

from geo.cluster import Cluster
from geo.cluster.postmaster import Postmaster
from geo.errors import ClusterError

LOOK_SECONDS: Final = 1.0
SLOWEST_SECONDS: Final = 5.0
_log = structlog.get_logger("allimi.database")


@contextmanager
def supervised(cluster: Cluster) -> Iterator[None]:
    """Look after the server of a running cluster until the end; it stands still before the cluster is stopped."""
    ended = threading.Event()
    thread = threading.Thread(target=_look_after, args=(cluster, ended), name="database supervisor", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _look_after(cluster: Cluster, ended: threading.Event) -> None:
    wait = LOOK_SECONDS
    while not ended.wait(wait):
        try:
            wait = LOOK_SECONDS
            if Postmaster.of(cluster.pgdata) is None:
                _log.warning("database gone")
                cluster.ensure()
                _log.warning("database started again")
        except (ClusterError, OSError) as error:
            wait = SLOWEST_SECONDS
            _log.error("database does not start", again_in_seconds=wait, exc_info=error)
