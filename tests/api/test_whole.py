"""An answer that is written in one go is, byte for byte, the one that messages give."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send

from api.deadline import PromptProtocol
from api.http.writing import lines_of, write
from tests.fixtures.site import running

BODY = b"b" * 70_000
ALWAYS = [(b"x-frame-options", b"DENY"), (b"referrer-policy", b"no-referrer")]
REFUSED = {
    "/two-lines": (b"link", b"<a>\r\nset-cookie: a=b"),
    "/control": (b"link", b"<a>\0"),
    "/length": (b"content-length", b"7"),
}
"""Heads that are not right."""


async def answering(scope: Scope, receive: Receive, send: Send) -> None:
    """Below /whole an application that hands its answer over at once, else one that sends the same by messages."""
    if scope["type"] != "http":
        return
    at_once, path = scope["path"].startswith("/whole"), scope["path"].removeprefix("/whole")
    status, body = (304, b"") if path == "/held" else (200, BODY if path == "/long" else b"body")
    own = [(b"etag", b'W/"\xe9\t1"'), *([(b"content-length", b"%d" % len(body))] if status == 200 else [])]
    if path in REFUSED:
        assert not write(scope, 200, [REFUSED[path]], b"", body)
    if at_once and path not in REFUSED:
        assert write(scope, status, own, lines_of(ALWAYS), body)
        assert not write(scope, status, own, lines_of(ALWAYS), body), "an answer is given once"
        return
    await send({"type": "http.response.start", "status": status, "headers": [*own, *ALWAYS]})
    await send(_body(body))


def _body(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    with running(uvicorn.Config(answering, http=PromptProtocol, log_config=None, lifespan="off"), listener):
        yield listener.getsockname()[1]


def told(port: int, *requests: str) -> bytes:
    """All that a connection gives for requests that are sent one behind the other, and a last one; without the date."""
    with socket.create_connection(("127.0.0.1", port), timeout=9) as client:
        client.sendall("".join([*requests, request("GET", "/last", "Connection: close")]).encode())
        whole = b""
        while part := client.recv(100_000):
            whole += part
    return re.sub(rb"date: [^\r]+", b"date: now", whole)


def request(method: str, path: str, *headers: str) -> str:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: here", *headers, "", ""])


@pytest.mark.parametrize("path", ["/short", "/long", "/held"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("headers", [(), ("Connection: close",)])
def test_it_is_what_messages_give(port: int, path: str, method: str, headers: tuple[str, ...]) -> None:
    at_once = told(port, request(method, f"/whole{path}", *headers))
    assert at_once == told(port, request(method, path, *headers))
    assert at_once.startswith(b"HTTP/1.1 304" if path == "/held" else b"HTTP/1.1 200 OK")
    assert at_once.count(b"HTTP/1.1 ") == (1 if headers else 2)


def test_requests_one_behind_the_other_get_their_answers_in_order(port: int) -> None:
    asked = [request("GET", f"/{path}") for path in ("whole/short", "whole/held", "short", "whole/short")]
    answers = told(port, *asked)
    assert re.findall(rb"HTTP/1.1 (\d+)", answers) == [b"200", b"304", b"200", b"200", b"200"]


@pytest.mark.parametrize("path", REFUSED)
def test_a_head_that_is_not_right_is_not_written(port: int, path: str) -> None:
    answer = told(port, request("GET", path))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n"), answer
    assert b"set-cookie" not in answer
