"""Half a request does not stay for ever, and a whole one is not disturbed."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from api.deadline import PromptProtocol
from tests.fixtures.site import running


class _Impatient(PromptProtocol):
    head_seconds = 0.6


async def slowly(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that takes longer than the deadline of a head."""
    if scope["type"] == "http":
        await asyncio.sleep(1.2)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    with running(uvicorn.Config(slowly, http=_Impatient, log_config=None, lifespan="off"), listener):
        yield listener.getsockname()[1]


def seconds_until_closed(client: socket.socket) -> float:
    began = time.monotonic()
    client.settimeout(5)
    assert client.recv(100) == b""
    return time.monotonic() - began


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n"])
def test_half_a_head_is_ended(port: int, said: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(said)
        assert 0.3 < seconds_until_closed(client) < 2


def test_a_head_that_drips_in_is_ended_too(port: int) -> None:
    def drip(client: socket.socket) -> None:
        for byte in b"GET / HTTP/1.1\r\nHost: " + b"a" * 100:
            client.sendall(bytes([byte]))
            time.sleep(0.03)

    with socket.create_connection(("127.0.0.1", port)) as client, pytest.raises(OSError):
        drip(client)


def test_half_of_a_second_request_is_ended(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        client.settimeout(5)
        answer = b""
        while not answer.endswith(b"ok"):  # head and body may come apart
            part = client.recv(1000)
            assert part
            answer += part
        client.sendall(b"GET / HT")
        assert seconds_until_closed(client) < 2


def test_a_slow_answer_is_not_cut_off(port: int) -> None:
    with httpx.Client() as client:
        assert [client.get(f"http://127.0.0.1:{port}/").text for _ in range(2)] == ["ok", "ok"]


def test_200_half_sent_heads_do_not_keep_others_out(port: int) -> None:
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(200)]
    for client in clients:
        client.sendall(b"GET / HTTP/1.1\r\nX-")
    assert httpx.get(f"http://127.0.0.1:{port}/").text == "ok"
    assert max(seconds_until_closed(client) for client in clients) < 2
    for client in clients:
        client.close()
