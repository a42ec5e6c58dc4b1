"""F06: somebody else takes every connection that the database allows."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg

from tests.abuse.asking import ITEMS, Abused, must_be_refused
from tests.abuse.test_load import LIGHT_ONES
from tests.fixtures.program import ask, program
from tests.fixtures.waiting import until

OTHERS = "others"


@contextlib.contextmanager
def all_taken(abused: Abused) -> Iterator[None]:
    """Every connection of the server is somebody else's until the end of the block, also those of its superuser."""
    with contextlib.ExitStack() as taken:
        take_all(abused, taken)
        yield


def take_all(abused: Abused, taken: contextlib.ExitStack) -> None:
    """Take what is free, and end what the program has, until it has none any more and none is free.

    Looked at twice, since a session that was ended is not seen a moment before its place is free.
    """
    superuser = taken.enter_context(psycopg.connect(abused.database.url, application_name=OTHERS, autocommit=True))

    def settled() -> bool:
        if _taken(abused, taken) or _ended(superuser):
            return False
        time.sleep(0.3)
        return not _taken(abused, taken) and not _ended(superuser)

    until(settled, 20)


def _taken(abused: Abused, taken: contextlib.ExitStack) -> int:
    """How many more were free."""
    number = 0
    with contextlib.suppress(psycopg.OperationalError):
        while True:
            taken.enter_context(psycopg.connect(abused.database.url, application_name=OTHERS))
            number += 1
    return number


def _ended(superuser: psycopg.Connection) -> int:
    """How many the program had."""
    row = superuser.execute(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' AND application_name <> %s",
        [OTHERS],
    ).fetchone()
    assert row is not None
    return int(row[0])


def test_f06_where_others_have_every_connection_there_is_503_until_one_is_free(abused: Abused) -> None:
    with all_taken(abused):
        for _ in range(3):
            refused = abused.get(ITEMS + "?limit=1")
            must_be_refused(refused, 503)
            assert int(refused.headers["retry-after"]) > 0
            assert "in use" in refused.json()["detail"]
        for path in LIGHT_ONES:
            assert httpx.get(abused.url + path, timeout=3).status_code == 200
        assert abused.get("/ready").status_code == 503
    until(lambda: abused.get(ITEMS + "?limit=1").status_code == 200, 10)
    assert abused.get("/ready").status_code == 200
    assert Path(f"/proc/{abused.pid}").exists()


def test_f06_a_program_that_starts_meanwhile_waits_and_does_not_end(abused: Abused, tmp_path: Path) -> None:
    settings = {"ALLIMI_READ_URLS": abused.database.reader_url, "ALLIMI_DATA_DIR": str(tmp_path)}
    with contextlib.ExitStack() as taken:
        take_all(abused, taken)
        with program("serve", "--public", log=tmp_path / "log", **settings) as late:
            assert (ask(late, "/live"), ask(late, "/ready"), ask(late, f"{ITEMS}?limit=1")) == (200, 503, 503)
            taken.close()
            until(lambda: ask(late, f"{ITEMS}?limit=1") == 200, 10)
            assert late.process.poll() is None
