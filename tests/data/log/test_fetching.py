"""A site is read distrustfully: no other scheme, no other host, no answer without end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from data.log import fetching
from data.log.fetching import fetch, fetch_json
from data.log.sources import site_of
from geo.errors import BadInput, StoreUnavailable


class Answers(BaseHTTPRequestHandler):
    """Answers by the path that is asked."""

    def do_GET(self) -> None:
        status, headers, body = {
            "/here": (302, {"Location": "/json"}, b""),
            "/elsewhere": (302, {"Location": "http://127.0.0.2:1/json"}, b""),
            "/file": (302, {"Location": "file:///etc/passwd"}, b""),
            "/json": (
                200,
                {"Link": '<https://other.example/json?first=3&x=1>; rel="next"; type="a/b"'},
                b'{"a": 1.10}',
            ),
            "/large": (200, {}, b"x" * 2000),
            "/bytes": (200, {}, b"\xff"),
            "/deep": (200, {}, b"[" * 1000),
        }.get(self.path.partition("?")[0], (404, {}, b"no"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class has it so
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_redirect_on_the_same_host_is_followed(site: str) -> None:
    assert str(fetch_json(f"{site}/here")["a"]) == "1.10"


@pytest.mark.parametrize("path", ["/elsewhere", "/file", "/nothing", "/bytes"])
def test_what_leads_elsewhere_or_is_no_text_is_refused(site: str, path: str) -> None:
    with pytest.raises(BadInput):
        fetch(site + path)


def test_an_answer_has_a_limit(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1999)
    with pytest.raises(BadInput, match="more than 1999 bytes"):
        fetch(f"{site}/large")


def test_what_is_no_object_is_refused(site: str) -> None:
    for path in ("/large", "/deep"):
        with pytest.raises(BadInput):
            fetch_json(site + path)


def test_the_next_part_is_asked_of_the_same_host(site: str) -> None:
    assert fetch(f"{site}/json").following == f"{site}/json?first=3&x=1"


def test_a_site_that_does_not_answer_is_said_so() -> None:
    with pytest.raises(StoreUnavailable, match="does not answer"):
        fetch("http://127.0.0.1:1/log")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example/x", "data:,x", "http:///x", "x"])
def test_only_http_is_read(address: str) -> None:
    with pytest.raises(BadInput, match="begins with http"):
        fetch(address)


@pytest.mark.parametrize(
    ("address", "project_id"),
    [
        ("https://a.example", None),
        ("https://a.example/log", None),
        ("https://a.example/log/", None),
        ("https://a.example/collections/projects/items/P%2F1?f=json", "P/1"),
        ("https://a.example/vi/collections/projects/items/P1", "P1"),
    ],
)
def test_an_address_names_a_log_or_a_project_of_it(address: str, project_id: str | None) -> None:
    site, found = site_of(address)
    assert (site._base, found) == ("https://a.example", project_id)
