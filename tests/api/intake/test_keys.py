"""Who may push: keys are looked at first, refused in one form, noted, and never told to anybody."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from api.intake.state import WRONG_KEYS
from geo.intake.keys import Scope, revoke
from geo.intake.rates import take_turn
from tests.api.intake.pushing import BASE, Agency, agency, audited, pushed_to, versions, work
from tests.fixtures.database import Database
from tests.fixtures.logging import Log
from tests.fixtures.site import Site


def wrong(board: Agency) -> Agency:
    return replace(board, token=board.token[:-1] + ("0" if board.token[-1] != "0" else "1"))


@pytest.mark.parametrize("header", [None, "", "Bearer", "Basic YTpi", "Bearer eyJhbGciOiJub25lIn0.e30."])
def test_without_a_key_nothing_is_read(site: Site, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = httpx.put(f"{site.url}{BASE}/projects/P1", content=b"[" * 100_000, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "access-control-allow-origin" not in answer.headers


def test_a_wrong_and_a_revoked_key_are_401_and_noted(site: Site) -> None:
    board = agency(site)
    assert wrong(board).put("P1", work()).status_code == 401
    with psycopg.connect(site.database.writer_url) as connection:
        revoke(connection, board.key_id)
    assert board.put("P1", work()).status_code == 401
    assert audited(site.database) == [
        ("PUT refused", "unknown key", "-", "127.0.0.1"),
        ("PUT refused", "revoked key", board.key_id, "127.0.0.1"),
    ]


def test_a_key_that_is_revoked_while_its_body_comes_opens_nothing(site: Site) -> None:
    board, parts = agency(site), urlsplit(site.url)
    body = json.dumps(work()).encode()
    head = f"PUT {BASE}/projects/P1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {board.token}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    with socket.create_connection((parts.hostname, parts.port), 10) as client:
        client.sendall(head.encode() + body[:10])
        time.sleep(0.5)
        with psycopg.connect(site.database.writer_url) as connection:
            revoke(connection, board.key_id)
        client.sendall(body[10:])
        assert client.recv(100).startswith(b"HTTP/1.1 401")
    assert versions(site.database, "ban-1.P1") == []
    assert audited(site.database)[-1][:3] == ("PUT refused", "revoked key", board.key_id)


def test_a_key_in_the_address_opens_nothing_and_is_not_logged(site: Site, log: Log) -> None:
    board = agency(site)
    secret = board.token.rpartition("_")[2]
    for path in (f"/projects/P1?token={board.token}", f"/projects/{board.token}", f"/submissions?key={board.token}"):
        assert httpx.get(site.url + BASE + path).status_code == 401
    board.put("P1", work())
    assert len(log.events("request")) >= 3
    assert secret not in log.text


def test_a_scope_that_is_missing_is_403_and_noted(site: Site) -> None:
    reader = agency(site, scopes=(Scope.READ_WITHHELD,))
    assert reader.put("P1", work()).status_code == 403
    assert versions(site.database, "ban-1.P1") == []
    assert audited(site.database) == [("PUT refused", "the scope is missing", reader.key_id, "127.0.0.1")]


def test_another_agency_s_project_is_403_and_its_submissions_are_not_there(site: Site) -> None:
    one, other = agency(site, "ban-1"), agency(site, "ban-2")
    said = one.put("P1", work()).json()
    assert other.put("ban-1.P1", work()).status_code == 403
    assert other.ask("GET", f"/submissions/{said['submission']}").status_code == 404
    assert other.ask("POST", f"/submissions/{said['submission']}/approve").status_code == 404
    assert other.ask("DELETE", "/projects/P1", {"reason": "x"}).status_code == 404
    assert other.get("/submissions") == {"submissions": []}
    assert [outcome for _, outcome, actor, _ in audited(site.database) if actor == other.key_id] == [
        "another agency's project",
        "not the agency's",
        "not the agency's",
    ]


def test_the_same_code_of_two_agencies_is_two_projects(site: Site) -> None:
    ids = [agency(site, code).put("1.P", work()).json()["project"] for code in ("ban-1", "ban")]
    assert ids == ["ban-1.1.P", "ban.1.P"]
    assert agency(site, "ban-1").put("ban-1.1.P", work()).json()["state"] == "unchanged"


def test_what_is_withheld_is_read_with_a_scope_of_its_own(site: Site) -> None:
    board = agency(site)
    said = board.put("P1", work(supervisor="Nguyễn Văn A")).json()
    plain = agency(site, scopes=(Scope.SUBMIT,))
    assert board.get("/projects/P1")["facts"]["supervisor"] == "Nguyễn Văn A"
    assert "facts" not in plain.get("/projects/P1")
    assert "payload" not in plain.get(f"/submissions/{said['submission']}")["parts"][0]


def test_20_wrong_keys_from_an_address_are_429_at_any_process_and_others_are_unhurt(database: Database) -> None:
    proxies = frozenset({"127.0.0.1"})
    with pushed_to(database, proxies=proxies) as site, pushed_to(database, proxies=proxies) as other:
        board = agency(site)
        for turn in range(20):
            stranger = replace(wrong(board), site=other if turn % 2 else site)
            assert stranger.put("P1", work(), X_Forwarded_For="203.0.113.1").status_code in {401, 429}
        begun = time.monotonic()
        while (answer := wrong(board).put("P1", work(), X_Forwarded_For="203.0.113.1")).status_code == 401:
            assert time.monotonic() - begun < 30, "it is never told to wait"
        assert (answer.status_code, int(answer.headers["retry-after"]) >= 1) == (429, True)
        assert board.put("P1", work(), X_Forwarded_For="198.51.100.7, 203.0.113.2").status_code == 201
        assert audited(site.database)[-1] == ("submit", "published", board.key_id, "203.0.113.2")


def test_a_right_key_waits_too_where_wrong_ones_were_shown(database: Database) -> None:
    with pushed_to(database) as site:
        board = agency(site)
        with psycopg.connect(database.writer_url) as connection:
            assert [take_turn(connection, "wrong 127.0.0.1", WRONG_KEYS) for _ in range(WRONG_KEYS)] == [0.0] * 20
        assert board.ask("GET", "/projects/P1").status_code == 429


def test_a_key_that_asks_too_often_is_429(database: Database) -> None:
    with pushed_to(database, key_rate=3) as site:
        board = agency(site)
        statuses = [board.ask("GET", "/projects/P1").status_code for _ in range(4)]
        assert statuses == [404, 404, 404, 429]
        assert agency(site).ask("GET", "/projects/P1").status_code == 404


def test_a_revoked_key_is_a_wrong_one_for_the_address_that_shows_it(site: Site) -> None:
    board = agency(site)
    with psycopg.connect(site.database.writer_url) as connection:
        revoke(connection, board.key_id)
    statuses = [board.ask("GET", "/projects/P1").status_code for _ in range(WRONG_KEYS + 2)]
    assert (statuses[0], statuses[-1]) == (401, 429)


def test_an_address_that_asks_too_often_is_429_whichever_keys_it_shows(database: Database) -> None:
    with pushed_to(database, address_rate=3, proxies=frozenset({"127.0.0.1"})) as site:
        boards = [agency(site), agency(site, "ban-2")] * 2
        answers = [each.ask("GET", "/projects/P1", X_Forwarded_For="203.0.113.1") for each in boards]
        assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert boards[0].ask("GET", "/projects/P1", X_Forwarded_For="203.0.113.2").status_code == 404


def test_an_address_that_a_client_names_before_its_proxy_does_counts_for_nothing(database: Database) -> None:
    """Some proxies add a header of their own behind the client's instead of a word to it."""
    with pushed_to(database, address_rate=3, proxies=frozenset({"127.0.0.1"})) as site:
        shown = ("Authorization", f"Bearer {agency(site).token}")
        told = [[("X-Forwarded-For", f"198.51.100.{n}"), ("X-Forwarded-For", "203.0.113.1")] for n in range(4)]
        answers = [httpx.get(f"{site.url}{BASE}/projects/P1", headers=[shown, *one]) for one in told]
        assert [answer.status_code for answer in answers] == [404, 404, 404, 429]


def test_a_key_has_its_rate_once_however_many_processes_serve(database: Database) -> None:
    with pushed_to(database, key_rate=3) as one, pushed_to(database, key_rate=3) as other:
        board = agency(one)
        boards = [board, replace(board, site=other)] * 2
        assert [each.ask("GET", "/projects/P1").status_code for each in boards] == [404, 404, 404, 429]


def test_the_audit_only_grows_and_the_agency_reads_its_own(site: Site) -> None:
    board = agency(site)
    board.put("P1", work())
    (event,) = board.get("/audit")["events"]
    assert (event["actor"], event["action"], event["outcome"]) == (board.key_id, "submit", "published")
    assert agency(site, "ban-2").get("/audit")["events"] == []
    for statement in ("UPDATE intake.audit SET actor = 'x'", "DELETE FROM intake.audit", "TRUNCATE intake.audit"):
        with psycopg.connect(site.database.url) as owner, pytest.raises(psycopg.errors.IntegrityConstraintViolation):
            owner.execute(statement)


def test_the_reader_sees_nothing_of_it(site: Site) -> None:
    agency(site)
    for table in ("api_key", "push", "push_item", "record", "audit", "idempotency"):
        with psycopg.connect(site.database.reader_url) as reader, pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute(f"SELECT FROM intake.{table}")


def test_no_other_site_s_page_may_push(site: Site) -> None:
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "PUT"}
    answer = httpx.options(f"{site.url}{BASE}/projects/P1", headers=asked)
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_public_site_has_no_push_interface(empty_site: Site) -> None:
    assert httpx.put(f"{empty_site.url}{BASE}/projects/P1", json=work()).status_code == 404
