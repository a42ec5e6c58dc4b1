"""One JSON line an event: nothing breaks out of it, no secret and no person's data is in it."""

from __future__ import annotations

import logging
import time
import warnings
from datetime import timedelta
from typing import Any

import pytest
import structlog

from api.http.headers import SecurityHeaders
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.fixtures.database import Database
from tests.fixtures.logging import Log
from tests.fixtures.site import Site, serving


def test_where_a_test_does_not_ask_for_the_log_nothing_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("test").error("request")
    assert capsys.readouterr() == ("", "")


def test_an_event_is_one_line_of_ascii(log: Log) -> None:
    structlog.get_logger("test").info("đường\nnew line", title="\x1b[31mred\u2028\u202e", nested={"k": ["a\r\nb"]})
    assert log.text.count("\n") == 1
    assert log.text.isascii()
    assert not set(log.text[:-1]) & {"\x1b", "\r", "\n"}
    (event,) = log.events()
    assert event["event"] == "đường\nnew line"
    assert event["title"] == "\x1b[31mred\u2028\u202e"
    assert event["nested"] == {"k": ["a\r\nb"]}


def test_an_event_says_when_how_grave_and_from_where(log: Log) -> None:
    structlog.get_logger("allimi.test").warning("it happened", rows=3)
    (event,) = log.events()
    assert list(event)[:4] == ["time", "level", "logger", "event"]
    assert (event["level"], event["logger"], event["rows"]) == ("warning", "allimi.test", 3)
    assert event["time"].endswith("Z")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("postgresql://owner:geheim@db/allimi", "postgresql://owner:***@db/allimi"),
        ("postgresql://owner:ge@h/eim@db/allimi", "postgresql://owner:***@db/allimi"),
        ("host=db user=owner password=geheim dbname=x", "host=db user=owner password=*** dbname=x"),
        ("Authorization: Bearer geheim.geheim-geheim", "Authorization: Bearer ***"),
        ("authorization: Basic Z2VoZWlt", "authorization: Basic ***"),
        ("ALLIMI_SECRET=geheim", "ALLIMI_SECRET=***"),
        ("api_key=geheim&bbox=1,2,3,4", "api_key=***&bbox=1,2,3,4"),
        ('{"token": "geheim"}', '{"token": "***"}'),
        ("Cookie: geheim", "Cookie: ***"),
        ("from lan.geheim@example.vn today", "from *** today"),
        ("q=lan.geheim%40example.vn", "q=***"),
        ("call 0905 123 456 now", "call *** now"),
        ("call +84 905 123 456", "call ***"),
        ("call 010-1234-5678", "call ***"),
        ("call (0236) 3821 234", "call ***"),
    ],
)
def test_what_is_secret_or_personal_is_masked(log: Log, text: str, masked: str) -> None:
    structlog.get_logger("test").info(text, inner=[{"deep": text}])
    (event,) = log.events()
    assert event["event"] == masked
    assert "geheim" not in log.text


@pytest.mark.parametrize(
    "text",
    [
        "bbox=108.2022,16.0544,108.21,16.06",
        "datetime=2026-01-01T00:00:00Z/2026-12-31T00:00:00Z",
        "id=DN-2024-000123456",
        "0.1234567890123",
        "5f0123456789abcdef0123456789abcd",
        "1000000000 VND",
        "postgresql://owner@db:5432/allimi",
        "limit=100&status=ongoing",
    ],
)
def test_what_is_neither_stays(log: Log, text: str) -> None:
    structlog.get_logger("test").info(text)
    assert log.events()[0]["event"] == text


@pytest.mark.parametrize("piece", ["a", "a.", "a:", "a-", "0", "0 ", "+1 ", "token ", "a://b", "%40", "x@y."])
def test_a_hostile_text_costs_no_time(log: Log, piece: str) -> None:
    began = time.perf_counter()
    structlog.get_logger("test").info(piece * (60_000 // len(piece)))
    assert time.perf_counter() - began < 0.5
    assert len(log.events()[0]["event"]) <= 2000


def test_a_value_whose_name_says_secret_is_masked_whole(log: Log) -> None:
    structlog.get_logger("test").info("x", password="geheim", headers={"Authorization": "geheim", "Accept": "a/b"})
    assert log.events()[0]["headers"] == {"Authorization": "***", "Accept": "a/b"}
    assert "geheim" not in log.text


def test_the_very_secrets_of_the_settings_are_masked_wherever_they_turn_up(log: Log) -> None:
    log.configure(secrets=("p@ss/word of ours",))
    structlog.get_logger("test").info("tried p@ss/word of ours", other="p%40ss%2Fword%20of%20ours")
    assert (log.events()[0]["event"], log.events()[0]["other"]) == ("tried ***", "***")


def test_an_exception_is_one_line_without_local_variables(log: Log) -> None:
    def fail() -> None:
        withheld = "only in a variable"
        raise ValueError("first line\nDETAIL: the row of " + withheld)

    try:
        fail()
    except ValueError:
        structlog.get_logger("test").exception("failed")
    (event,) = log.events()
    assert event["error"] == "ValueError: first line"
    assert event["trace"][-1].startswith("tests/api/test_logs.py:")
    assert event["trace"][-1].endswith(" fail")
    assert "only in a variable" not in log.text


def test_the_causes_of_an_exception_are_named(log: Log) -> None:
    try:
        try:
            raise OSError("the socket")
        except OSError as cause:
            raise RuntimeError("the database") from cause
    except RuntimeError as error:
        structlog.get_logger("test").error("failed", exc_info=error)
    assert log.events()[0]["causes"] == ["OSError: the socket"]


def test_messages_of_other_libraries_and_warnings_are_events_too(log: Log) -> None:
    logging.getLogger("uvicorn.error").info("Started with %s", "password=geheim")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("old\nstyle", DeprecationWarning, stacklevel=1)
    first, second = log.events()
    assert (first["event"], first["logger"]) == ("Started with password=***", "uvicorn.error")
    assert second["logger"] == "py.warnings"
    assert "geheim" not in log.text


def test_below_the_level_nothing_is_logged(log: Log) -> None:
    log.configure("warning")
    structlog.get_logger("test").info("quiet")
    logging.getLogger("uvicorn.error").info("quiet")
    structlog.get_logger("test").warning("loud")
    assert [event["event"] for event in log.events()] == ["loud"]


def test_a_request_is_one_event_without_its_visitor(log: Log, empty_site: Site) -> None:
    answer = empty_site.get(
        "/collections?token=geheim", headers={"User-Agent": "secret-agent", "X-Forwarded-For": "203.0.113.7"}
    )
    event = log.one("request")
    assert (event["method"], event["path"], event["query"]) == ("GET", "/collections", "token=***")
    assert event["status"] == answer.status_code
    assert event["bytes"] == int(answer.headers["content-length"])
    assert event["ms"] > 0
    assert event["request"] == answer.headers["x-request-id"]
    assert not [word for word in ("127.0.0.1", "203.0.113.7", "secret-agent") if word in log.text]


def test_a_proxy_may_name_the_request(empty_site: Site) -> None:
    assert (
        empty_site.get("/live", headers={"X-Request-Id": "front-12345678"}).headers["x-request-id"] == "front-12345678"
    )
    forged = empty_site.get("/live", headers={"X-Request-Id": 'x"} {"level'}).headers["x-request-id"]
    assert len(forged) == 32


def test_an_address_cannot_forge_a_line(log: Log, empty_site: Site) -> None:
    empty_site.get('/a%0A%7B"level":"error"%7D%1B[2J')
    event = log.one("request")
    assert event["path"] == '/a\n{"level":"error"}\x1b[2J'
    assert "\x1b" not in log.text


def test_probes_are_logged_only_for_debugging(log: Log, empty_site: Site) -> None:
    log.configure("info")
    for path in ("/live", "/ready", "/metrics"):
        empty_site.get(path)
    assert log.events("request") == []


class _Crashing(ReadPool):
    async def rows(self, statement: str, *values: Any, at_least: int | None = None, plan: str = "auto") -> Any:  # noqa: ANN401
        raise RuntimeError("nobody foresaw this\nlan@example.vn")

    row = value = rows


@pytest.mark.parametrize(
    ("accept", "path"),
    [("application/json", "/collections/projects/items/P1"), ("text/html", "/vi/maps/projects/P1")],
)
def test_a_crash_is_a_500_with_every_header_and_a_record(log: Log, database: Database, accept: str, path: str) -> None:
    pool = _Crashing((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=1))
    with serving(database, pool=pool) as site:
        answer = site.get(path, headers={"Accept": accept})
    assert answer.status_code == 500
    incident = answer.headers["x-request-id"]
    assert incident in answer.text
    assert "nobody foresaw" not in answer.text
    assert set(SecurityHeaders(lambda *_: None)._headers) <= {name.title() for name in answer.headers}  # type: ignore[arg-type]
    crash = log.one("crash")
    assert (crash["incident"], crash["error"]) == (incident, "RuntimeError: nobody foresaw this")
    assert log.one("request")["level"] == "warning"
