"""Bodies that are hostile or wrong: 4xx with the place, nothing stored, memory and time bounded."""

from __future__ import annotations

import gzip
import json
import socket
import time
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.api.intake.pushing import BASE, POINT, agency, audited, pushed_to, versions, work
from tests.fixtures.database import Database
from tests.fixtures.site import Site

CHANGE = {"id": "1", "type": "scope", "reason": "Mưa lũ"}


def stored(database: Database) -> int:
    with psycopg.connect(database.url) as owner:
        row = owner.execute("SELECT count(*) FROM intake.push").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"", "json.form"),
        (b"{", "json.form"),
        (b"[" * 10_000 + b"]" * 10_000, "json.depth"),
        (b'{"titles":{"vi":"a"},"titles":{"vi":"b"}}', "json.duplicate"),
        (b'{"titles":{"vi":"a","vi":"b"}}', "json.duplicate"),
        (b'{"titles":{"vi":"a"},"budget":{"amount":NaN,"currency":"VND"}}', "json.number"),
        (b'{"titles":{"vi":"a"},"budget":{"amount":-Infinity,"currency":"VND"}}', "json.number"),
        (b'{"titles":{"vi":"a\\u0000b"}}', "json.text"),
        (b'{"titles":{"vi":"a\\ud800b"}}', "json.text"),
        (b'{"titles":{"vi":"\xed\xa0\x80"}}', "json.text"),
        (b'{"n":' + b"1" * 1_000_000 + b"}", "json.number"),
        (b'{"n":1e999999999}', "json.number"),
        (("{" + ",".join(f'"{n}":1' for n in range(1_000_000)) + "}").encode(), "json.size"),
        (b'{"n":[' + b"1," * 1_000_000 + b"1]}", "json.size"),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else value,
)
def test_what_is_no_unambiguous_json_is_400(site: Site, body: bytes, rule: str) -> None:
    began = time.monotonic()
    answer = agency(site).put("P1", body)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json"), answer.text[:300]
    assert answer.json()["faults"][0]["rule"] == rule
    assert time.monotonic() - began < 10
    assert stored(site.database) == 0


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"owner": "me"}, "/owner"),
        ({"id": "P2"}, "/id"),
        ({"version": 7}, "/version"),
        ({"created": "2026-01-01"}, "/created"),
        ({"code": "P2"}, "/code"),
        ({"titles": []}, "/titles"),
        ({"planned_end": "2026-13-01"}, "/planned_end"),
        ({"planned_end": "01/02/2026"}, "/planned_end"),
        ({"progress": {"actual": "40 %"}}, "/progress/actual"),
        ({"budget": {"amount": "5", "currency": "VND"}}, "/budget/amount"),
        ({"budget": {"amount": 1e300, "currency": "VND"}}, "/budget/amount"),
        ({"budget": 5}, "/budget"),
        ({"photos": [{"id": "1", "url": "javascript:alert(1)"}]}, "/photos/0/url"),
        ({"documents": [{"id": "1", "url": "file:///etc/passwd"}]}, "/documents/0/url"),
        ({"geometry": {"type": "Point", "coordinates": [108.2]}}, "/geometry"),
        ({"geometry": {"type": "Circle"}}, "/geometry"),
        ({"crs": "+proj=utm"}, "/crs"),
        ({"source_time": "2026-01-01T08:00:00"}, "/source_time"),
        ({"source_time": "0001-01-01T00:00:00+07:00"}, "/source_time"),
        ({"source_time": "9999-12-31T23:59:59-07:00"}, "/source_time"),
        ({"sequence": -1}, "/sequence"),
        ({"penalties": [{"id": "1"}, {"id": "1"}]}, "/penalties"),
        ({"contracts": [{"id": "1", "suppliers": [{"name": 5}]}]}, "/contracts/0/suppliers/0/name"),
    ],
    ids=str,
)
def test_a_wrong_type_is_422_with_its_place_and_not_stored(site: Site, facts: dict[str, Any], pointer: str) -> None:
    answer = agency(site).put("P1", work(**facts))
    assert answer.status_code == 422, answer.text
    assert [fault["pointer"] for fault in answer.json()["faults"]] == [pointer]
    assert stored(site.database) == 0


@pytest.mark.parametrize(
    ("facts", "pointer", "rule"),
    [
        ({"budget": {"amount": -1, "currency": "VND"}}, "/budget", "money.negative"),
        ({"planned_end": "9999-01-01"}, "/planned_end", "dates.far"),
        ({"changes": [CHANGE, CHANGE | {"id": "2", "date": "9999-12-31"}]}, "/changes/1/date", "dates.far"),
        (
            {"contracts": [{"id": "1", "payments": [{"id": "1", "date": "0001-01-01"}]}]},
            "/contracts/0/payments/0/date",
            "dates.far",
        ),
        ({"progress": {"actual": 1.01}}, "/progress/actual", "progress.range"),
        ({"category": "volcano"}, "/category", "category.unknown"),
        ({"districts": ["old.nowhere"]}, "/districts/0", "district.unknown"),
        ({"geometry": {"type": "Point", "coordinates": [999, 16]}}, "/geometry", "footprint.outside"),
        ({"geometry": {"type": "Point", "coordinates": [16.05, 108.2]}}, "/geometry", "footprint.swapped"),
        (
            {"geometry": {"type": "LineString", "coordinates": [[108.2, 16], [108.2, 16]]}},
            "/geometry",
            "footprint.empty",
        ),
        ({"geometry": POINT, "crs": "EPSG:6959"}, "/crs", "crs.refused"),
        ({"titles": {"vi": "a" * 1_001}}, "/titles/vi", "title.length"),
        ({"source_time": "2099-01-01T00:00:00Z"}, "/source_time", "source_time.future"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_rule_is_202_and_held(site: Site, facts: dict[str, Any], pointer: str, rule: str) -> None:
    answer = agency(site).put("P1", work(**facts))
    assert answer.status_code == 202, answer.text
    said = answer.json()
    assert (said["state"], [(f["pointer"], f["rule"]) for f in said["faults"]]) == ("held", [(pointer, rule)])
    assert answer.headers["location"] == f"{BASE}/submissions/{said['submission']}"
    assert versions(site.database, "ban-1.P1") == []


def test_a_geometry_in_the_city_s_own_system_lands_in_the_city(site: Site) -> None:
    point = {"type": "Point", "coordinates": [548_386.0, 1_774_783.0]}
    assert agency(site).put("P1", work(geometry=point, crs="EPSG:5899")).status_code == 201
    longitude, latitude = site.json("/collections/projects/items/ban-1.P1")["geometry"]["coordinates"]
    assert (round(longitude, 2), round(latitude, 2)) == (108.2, 16.05)


def test_what_no_database_keeps_in_an_address_is_no_error_of_the_server(site: Site) -> None:
    board = agency(site)
    assert board.ask("GET", "/projects/%00").status_code == 404
    assert board.ask("GET", "/overlaps/a%00~b/marks").status_code in {403, 404}
    assert replace(board, token="allimi_x").ask("GET", "/projects/%00").status_code == 401
    assert [event[:2] for event in audited(site.database)] == [
        ("GET refused", "not the agency's"),
        ("GET refused", "unknown key"),
    ]


@pytest.mark.parametrize("code", ["a b", "P1 ", "ă", "P%2F1", "a" * 120, "-a", "%00"])
def test_a_code_that_cannot_be_one_is_4xx(site: Site, code: str) -> None:
    assert agency(site).put(code, work()).status_code in {400, 404, 405, 422}
    assert stored(site.database) == 0


def test_hostile_texts_are_kept_as_given_and_shown_as_text(site: Site) -> None:
    title = "<script>alert(1)</script>${7*7}{{7*7}}`\\ \u202e=HYPERLINK(1)"
    assert agency(site).put("P1", work(titles={"vi": title})).status_code == 201
    assert site.json("/collections/projects/items/ban-1.P1")["properties"]["title"] == title
    assert "<script>alert" not in site.get("/vi/maps/projects/ban-1.P1").text


def test_a_packed_body_and_another_type_are_415(site: Site) -> None:
    board, bomb = agency(site), gzip.compress(bytes(10_000_000))
    assert board.put("P1", bomb, Content_Encoding="gzip").status_code == 415
    assert board.put("P1", "<a/>", Content_Type="text/xml").status_code == 415
    assert board.post("/batches", bomb, Content_Encoding="gzip").status_code == 415


def test_too_much_is_413_as_soon_as_it_is_seen(database: Database) -> None:
    with pushed_to(database, largest=100_000) as site:
        board = agency(site)
        assert board.post("/batches", b" " * 200_000).status_code == 413
        parts = urlsplit(site.url)
        with socket.create_connection((parts.hostname, parts.port), 10) as client:
            head = f"POST {BASE}/batches HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {board.token}\r\n"
            head += "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            client.sendall(head.encode() + (b"4000\r\n" + b" " * 0x4000 + b"\r\n") * 8)
            assert client.recv(100).startswith(b"HTTP/1.1 413")
    assert stored(database) == 0


def test_half_a_body_and_silence_is_408_and_not_stored(database: Database) -> None:
    with pushed_to(database, body_seconds=0.3) as site:
        board, parts = agency(site), urlsplit(site.url)
        with socket.create_connection((parts.hostname, parts.port), 10) as client:
            head = f"PUT {BASE}/projects/P1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {board.token}\r\n"
            body = json.dumps(work()).encode()
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            client.sendall(head.encode() + body[:10])
            assert client.recv(100).startswith(b"HTTP/1.1 408")
    assert stored(database) == 0
