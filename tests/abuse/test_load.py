"""A27, A29, F05, F09, F10: more than the site can do at once, and clients that do not read or wait."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import psycopg
import pytest

from api.settings import Settings
from tests.abuse.asking import ITEMS, LIGHT, Abused, must_be_refused
from tests.fixtures.waiting import until

LIGHT_ONES = [LIGHT, "/live", "/api", "/robots.txt"]
DEAR = f"{ITEMS}?limit=10000"
CONNECTIONS = Settings.model_fields["pool_size"].default
"""To the database, of one process."""
WAIT = Settings.model_fields["max_wait"].default
"""The longest that a request waits for its turn."""


@contextlib.contextmanager
def locked(abused: Abused) -> Iterator[None]:
    """Every statement that reads projects waits for the end of the block, as one that never ends would."""
    with psycopg.connect(abused.database.url) as owner:
        owner.execute("LOCK TABLE published.project_version IN ACCESS EXCLUSIVE MODE")
        yield


def waiting(abused: Abused) -> int:
    """Statements that wait for the lock."""
    with psycopg.connect(abused.database.url) as owner:
        row = owner.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone()
    assert row is not None
    return int(row[0])


def until_they_wait(abused: Abused, number: int = 1) -> None:
    """Return once so many statements wait."""
    until(lambda: waiting(abused) >= number, 10)


def until_none_waits(abused: Abused, seconds: float = 10) -> None:
    """Return once no statement waits."""
    until(lambda: not waiting(abused), seconds)


def dear(abused: Abused, number: int, asked: str = DEAR) -> httpx.Response:
    return httpx.get(f"{abused.url}{asked}&bbox=107,15,110,{17 + number / 100}", timeout=60)


def test_a27_beside_20_dear_requests_a_light_one_is_answered(abused: Abused) -> None:
    with ThreadPoolExecutor(20) as threads:
        answers = [threads.submit(dear, abused, number) for number in range(20)]
        time.sleep(0.2)
        for path in LIGHT_ONES:
            assert httpx.get(abused.url + path, timeout=3).status_code == 200
    for answer in answers:
        if answer.result().status_code != 200:
            must_be_refused(answer.result(), 503)
            assert int(answer.result().headers["retry-after"]) > 0
    assert abused.get(ITEMS + "?limit=1").status_code == 200


def test_f05_with_every_connection_in_use_there_is_503_and_what_needs_none_is_answered(abused: Abused) -> None:
    with ThreadPoolExecutor(12) as threads:
        with locked(abused):
            answers = [threads.submit(dear, abused, number, f"{ITEMS}?limit=1000") for number in range(12)]
            until_they_wait(abused, CONNECTIONS)
            refused = httpx.get(f"{abused.url}{ITEMS}?limit=1", timeout=20)
            must_be_refused(refused, 503)
            assert refused.elapsed < WAIT + timedelta(seconds=1)
            assert int(refused.headers["retry-after"]) > 0
            assert "in use" in refused.json()["detail"]  # it had no connection: the limit of a statement is another
            for path in LIGHT_ONES:
                assert httpx.get(abused.url + path, timeout=3).status_code == 200
        assert {answer.result().status_code for answer in answers} <= {200, 503}
    assert abused.get(ITEMS + "?limit=1").status_code == 200


def test_f05_the_queue_does_not_grow(abused: Abused) -> None:
    """Beyond those at work and those that may wait, the answer comes at once."""
    with ThreadPoolExecutor(150) as threads, locked(abused):
        began = time.monotonic()
        answers = list(threads.map(lambda number: dear(abused, number).status_code, range(150)))
        assert set(answers) == {503}
        assert time.monotonic() - began < 30


def test_f10_a_statement_that_never_ends_is_a_503_and_gone(abused: Abused) -> None:
    with locked(abused):
        answer = httpx.get(abused.url + DEAR, timeout=20)
        must_be_refused(answer, 503)
        assert "too long" in answer.json()["detail"]
        until_none_waits(abused)


def test_f10_a_client_that_goes_takes_its_statement_with_it(abused: Abused) -> None:
    with locked(abused):
        clients = [abused.connected() for _ in range(4)]
        for client in clients:
            client.sendall(f"GET {DEAR} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        until_they_wait(abused)
        for client in clients:
            client.close()
        until_none_waits(abused, seconds=3)  # of 5 that a statement may take


def ask_and_do_not_read(abused: Abused, path: str) -> socket.socket:
    """A client that asks for much and reads nothing; its system keeps little for it."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    host, _, port = abused.url.removeprefix("http://").partition(":")
    client.connect((host, int(port)))
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
    return client


def outcome(client: socket.socket) -> str:
    """The status of the answer, and whether the server has ended it before it was whole."""
    client.settimeout(20)
    said = b""
    try:
        while part := client.recv(1_000_000):
            said = said or part
    except ConnectionResetError:
        return "ended"
    return said[9:12].decode()


@pytest.mark.parametrize("kind", ["geojson", "csv"])
def test_a29_f09_who_does_not_read_is_ended_and_holds_no_connection(abused: Abused, kind: str) -> None:
    before = abused.log.read_text().count("gave up a reader")
    clients = [ask_and_do_not_read(abused, f"{ITEMS}?limit=10000&f={kind}") for _ in range(30)]
    end = time.monotonic() + 60
    while abused.sessions("active") or abused.sessions("idle in transaction"):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert abused.get(ITEMS + "?limit=1").status_code == 200
    while abused.log.read_text().count("gave up a reader") == before:
        assert time.monotonic() < end
        time.sleep(0.1)
    outcomes = [outcome(client) for client in clients]
    assert set(outcomes) <= {"ended", "503", "200"}
    assert "ended" in outcomes
    for client in clients:
        client.close()


def test_a29_a_slow_reader_who_does_read_gets_all_of_it(abused: Abused) -> None:
    whole = bytearray()
    with ask_and_do_not_read(abused, f"{ITEMS}?limit=1000&f=csv") as client:
        client.settimeout(20)
        while part := client.recv(40_000):
            whole += part
            time.sleep(0.002)
    assert whole.count(b"\r\nGEN-") + whole.count(b"\r\nDN-") + whole.count(b"\r\nFORMULA-") == 1_000
