"""A16, A18, A19, A24, A26, A28: what is no proper request of HTTP/1.1, byte by byte."""

from __future__ import annotations

import socket
import time

import pytest

from tests.abuse.asking import ITEMS, LIGHT, Abused, must_be_a_problem, must_be_refused


def parts(said: bytes) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of what a server says."""
    head, _, body = said.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(first.split()[1]), headers, body.decode()


def must_be_refused_at_once(abused: Abused, raw: bytes, *statuses: int) -> None:
    """The server says a problem of one of the statuses, and closes the connection."""
    status, headers, body = parts(abused.said(raw))
    assert status in statuses, body
    assert headers["connection"] == "close"
    must_be_a_problem(headers["content-type"], body, status, raw.decode("latin-1"))


@pytest.mark.parametrize("size", [40_000, 200_000])
def test_a16_a_long_address_is_refused(abused: Abused, size: int) -> None:
    must_be_refused_at_once(abused, f"GET {ITEMS}?f={'x' * size} HTTP/1.1\r\nHost: a\r\n\r\n".encode(), 414)


@pytest.mark.parametrize("size", [70_000, 200_000, 1_000_000])
def test_a16_a_long_header_is_refused(abused: Abused, size: int) -> None:
    must_be_refused(abused.get(LIGHT, **{"X-Long": "x" * size}), 431)


def test_a16_many_headers_are_refused(abused: Abused) -> None:
    must_be_refused(abused.get(LIGHT, **{f"X-{number}": "1" for number in range(1_000)}), 431)


def test_a16_an_address_within_the_limit_is_read(abused: Abused) -> None:
    must_be_refused(abused.get(f"{ITEMS}?f={'x' * 30_000}"), 400)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "FOO", "BREW", "PUT", "POST", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/", ITEMS, ITEMS + "/GEN-00001", LIGHT, "/vi/"])
def test_a18_a19_other_methods_are_refused(abused: Abused, method: str, path: str) -> None:
    must_be_refused(abused.ask(method, path), 405, 501)


def test_a18_a_tunnel_is_refused(abused: Abused) -> None:
    must_be_refused_at_once(abused, b"CONNECT db.example:5432 HTTP/1.1\r\nHost: db.example:5432\r\n\r\n", 501, 405)


@pytest.mark.parametrize(
    ("raw", "statuses"),
    [
        (b"GET /conformance?f=json\r\nX-Evil: yes HTTP/1.1\r\nHost: a\r\n\r\n", (400, 505)),
        (b"GET /con formance HTTP/1.1\r\nHost: a\r\n\r\n", (400,)),
        (b"GET /conformance HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", (400,)),
        (b"GET /conformance HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n", (400,)),
        (b"GET /conformance HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n", (400,)),
        (b"GET /conformance HTTP/1.1\r\n\r\n", (400,)),
        (b"GET /conformance HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", (400,)),
    ],
)
def test_a24_what_could_be_read_in_two_ways_is_refused(abused: Abused, raw: bytes, statuses: tuple[int, ...]) -> None:
    must_be_refused_at_once(abused, raw, *statuses)


TLS_HELLO = bytes.fromhex("16030100f8010000f40303") + bytes(range(200))
POST = b"POST /conformance HTTP/1.1\r\nHost: a\r\n"


@pytest.mark.parametrize(
    ("raw", "statuses"),
    [
        (TLS_HELLO, (400,)),
        (b"\x00" * 100, (400,)),
        (b"GET /conformance HTTP/9.9\r\nHost: a\r\n\r\n", (505, 400)),
        (b"GET /conformance HTTP/3\r\nHost: a\r\n\r\n", (505, 400)),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (505, 400)),
        (POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", (400,)),
        (POST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", (400,)),
        (POST + b"Content-Length: -1\r\n\r\n", (400,)),
        (POST + b"Content-Length: 99999999999999999999999\r\n\r\n", (400,)),
        (POST + b"Content-Length: one\r\n\r\n", (400,)),
    ],
)
def test_a26_what_is_no_request_is_refused_and_the_connection_closed(
    abused: Abused, raw: bytes, statuses: tuple[int, ...]
) -> None:
    must_be_refused_at_once(abused, raw, *statuses)


def test_a26_broken_chunks_end_the_connection(abused: Abused) -> None:
    assert abused.said(POST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n").startswith(
        (b"HTTP/1.1 40", b"HTTP/1.1 501")
    )


def test_what_follows_a_good_request_is_judged_for_itself(abused: Abused) -> None:
    good = b"GET /conformance HTTP/1.1\r\nHost: a\r\n\r\n"
    said = abused.said(good * 3 + b"\x16\x03\x01\r\n\r\n", seconds=20)  # it may be taken for half a head
    assert said.startswith(b"HTTP/1.1 200 ")
    assert said.count(b"HTTP/1.1 ") <= 4


def test_requests_sent_one_behind_the_other_are_answered_in_their_order(abused: Abused) -> None:
    asked = b"".join(b"GET /vi/nothing-%d HTTP/1.1\r\nHost: a\r\n\r\n" % number for number in range(5))
    said = abused.said(asked + b"GET /live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert said.count(b"HTTP/1.1 404 ") == 5
    assert said.rindex(b"HTTP/1.1 404 ") < said.index(b"HTTP/1.1 200 ")


def test_a28_200_half_sent_heads_keep_nobody_out_and_are_ended(abused: Abused) -> None:
    clients = [abused.connected() for _ in range(200)]
    for number, client in enumerate(clients):
        client.sendall(b"GET / HTTP/1.1\r\nX-Half: a"[: 1 + number % 25])
    for _ in range(5):
        assert abused.get(LIGHT).status_code == 200
    until = time.monotonic() + 45
    for client in clients:
        client.settimeout(max(until - time.monotonic(), 0.1))
        assert client.recv(1_000) == b""
        client.close()


def test_a28_a_body_that_never_comes_is_ended(abused: Abused) -> None:
    with abused.connected() as client:
        client.sendall(POST + b"Content-Length: 1000\r\n\r\nx")
        client.settimeout(45)
        while client.recv(65_536):
            pass


def test_a_connection_that_is_reset_leaves_nothing_open(abused: Abused) -> None:
    for _ in range(50):
        client = abused.connected()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        client.sendall(f"GET {ITEMS}?limit=1000 HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        client.close()
    until = time.monotonic() + 10
    while abused.sessions("active") or abused.sessions("idle in transaction"):
        assert time.monotonic() < until
        time.sleep(0.1)
