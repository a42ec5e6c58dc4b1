"""A person without a client logs in with the key, sees what waits and why, and decides; no other site's page can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from data.policy import DEFAULT_POLICY
from geo.intake.keys import Scope, revoke
from tests.api.intake.pushing import Agency, agency, audited, pushed_to, versions, work
from tests.fixtures.database import Database
from tests.fixtures.site import Site

HTML = {"Accept": "text/html"}


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    policy = tmp_path / "policy.toml"
    policy.write_text(DEFAULT_POLICY.read_text() + '\n[approval]\nwait = ["project"]\n')
    with pushed_to(database, policy=policy) as running:
        yield running


@contextmanager
def browser(site: Site, key: Agency, language: str = "vi") -> Iterator[httpx.Client]:
    """A browser that is logged in."""
    base = f"{site.url}/{language}"
    with httpx.Client(base_url=base, headers=HTML, follow_redirects=True, timeout=30) as client:
        answer = client.post("/operator/login", data={"key": key.token})
        assert answer.status_code == 200, answer.text[:500]
        yield client


def form_token(page: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_a_wrong_key_is_told_and_noted(site: Site) -> None:
    answer = httpx.post(f"{site.url}/vi/operator/login", data={"key": "allimi_x"}, headers=HTML)
    assert answer.status_code == 401
    assert "Khóa không đúng" in answer.text
    assert "set-cookie" not in answer.headers
    assert audited(site.database)[-1][1] == "unknown key"


def test_the_queue_is_always_of_now(site: Site) -> None:
    assert 'class="then"' not in site.get("/vi/operator", headers=HTML).text
    assert site.get("/vi/operator?as-of=2026-01-31", headers=HTML).status_code == 400


def test_the_cookie_is_for_the_server_alone_and_the_page_is_kept_nowhere(site: Site) -> None:
    key = agency(site)
    answer = httpx.post(f"{site.url}/vi/operator/login", data={"key": key.token}, headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (303, "/vi/operator")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert key.token.rpartition("_")[2] not in cookie
    with browser(site, key) as client:
        page = client.get("/operator")
    assert page.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in page.headers


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_waits_is_approved_by_another_key(site: Site, language: str) -> None:
    board, chief = agency(site), agency(site, scopes=(Scope.APPROVE,))
    number = board.put("P1", work(supervisor="Nguyễn Văn A")).json()["submission"]
    with browser(site, board, language) as own:
        page = own.get(f"/operator/submissions/{number}")
        assert "Nguyễn Văn A" in page.text
        token = form_token(page.text)
        assert own.post(f"/operator/submissions/{number}/approve", data={"token": token}).status_code == 403
    with browser(site, chief, language) as other:
        assert f"/operator/submissions/{number}" in other.get("/operator").text
        page = other.get(f"/operator/submissions/{number}")
        assert "Nguyễn Văn A" not in page.text
        done = other.post(f"/operator/submissions/{number}/approve", data={"token": form_token(page.text)})
        assert done.status_code == 200
    assert site.get("/collections/projects/items/ban-1.P1").status_code == 200


def test_what_is_held_has_its_reasons_and_is_rejected_with_one(site: Site) -> None:
    board = agency(site)
    number = board.put("P1", work(status="done<b>")).json()["submission"]
    with browser(site, board) as client:
        page = client.get(f"/operator/submissions/{number}")
        assert "status.unknown" in page.text
        assert "done<b>" not in page.text
        token = form_token(page.text)
        assert client.post(f"/operator/submissions/{number}/reject", data={"token": token}).status_code == 422
        form = {"token": token, "reason": "Sai trạng thái"}
        assert "Sai trạng thái" in client.post(f"/operator/submissions/{number}/reject", data=form).text
    assert board.get(f"/submissions/{number}")["state"] == "rejected"


def test_what_no_database_keeps_is_no_error_of_the_server(site: Site) -> None:
    board = agency(site)
    number = board.put("P1", work(status="done")).json()["submission"]
    with browser(site, board) as client:
        token = form_token(client.get(f"/operator/submissions/{number}").text)
        assert client.get(f"/operator/submissions/{2**70}").status_code in {400, 404}
        form = {"token": token, "reason": "a\0b"}
        assert client.post(f"/operator/submissions/{number}/reject", data=form).status_code == 400
        assert client.post(f"/operator/submissions/{2**70}/reject", data=form).status_code in {400, 404}
        assert client.post("/operator/login", data={"key": "a\0b"}).status_code == 400
    assert board.get(f"/submissions/{number}")["state"] == "held"


def test_a_full_set_that_shrank_is_released_by_a_person_and_a_broken_rule_is_not(site: Site) -> None:
    board, chief = agency(site, "ban-2"), agency(site, "ban-2", scopes=(Scope.APPROVE,))
    board.post("/batches", {"projects": [work(code=f"P{n}") for n in range(4)]})
    shrunk = board.post("/batches", {"full": True, "projects": []}).json()["submission"]
    broken = board.put("P0", work(status="done")).json()["submission"]
    with browser(site, chief) as client:
        answers = []
        for number in (shrunk, broken):
            token = form_token(client.get(f"/operator/submissions/{number}").text)
            answers.append(client.post(f"/operator/submissions/{number}/approve", data={"token": token}).status_code)
    assert answers == [200, 409]
    assert board.get(f"/submissions/{shrunk}")["state"] == "published"
    assert site.json("/collections/projects/items?limit=1")["numberMatched"] == 0


def test_a_form_of_another_site_or_session_does_nothing(site: Site) -> None:
    board, chief = agency(site), agency(site)
    number = board.put("P1", work()).json()["submission"]
    with browser(site, chief) as client, browser(site, board) as other:
        path = f"/operator/submissions/{number}/approve"
        page = client.get(f"/operator/submissions/{number}").text
        foreign = form_token(other.get(f"/operator/submissions/{number}").text)
        assert client.post(path, data={"token": foreign}).status_code == 403
        assert client.post(path).status_code in {403, 415}
        evil = {"Origin": "https://other.example"}
        assert client.post(path, data={"token": form_token(page)}, headers=evil).status_code == 403
        assert client.post("/operator/login", data={"key": chief.token}, headers=evil).status_code == 403
    assert board.get(f"/submissions/{number}")["state"] == "waiting"


def test_a_session_ends_with_its_key_and_a_forged_one_never_begins(site: Site) -> None:
    board = agency(site)
    with browser(site, board) as client:
        assert 'name="key"' not in client.get("/operator").text
        with psycopg.connect(site.database.writer_url) as connection:
            revoke(connection, board.key_id)
        assert 'name="key"' in client.get("/operator").text
    for cookie in ("x", "x.y", "W10.0", "." + "0" * 64):
        page = httpx.get(f"{site.url}/vi/operator", cookies={"allimi_operator": cookie}, headers=HTML)
        assert (page.status_code, 'name="key"' in page.text) == (200, True)


def test_another_agency_s_submission_is_not_there(site: Site) -> None:
    number = agency(site).put("P1", work()).json()["submission"]
    with browser(site, agency(site, "ban-2")) as client:
        assert client.get(f"/operator/submissions/{number}").status_code == 404
        assert f"/submissions/{number}" not in client.get("/operator").text


def test_who_decides_sees_what_the_public_would_see_change_and_nothing_that_is_withheld(site: Site) -> None:
    board, chief = agency(site), agency(site, scopes=(Scope.APPROVE,))
    first = board.put("P1", work(planned_end="2026-03-31", supervisor="Nguyễn Văn A")).json()["submission"]
    with browser(site, chief, "en") as client:
        page = client.get(f"/operator/submissions/{first}").text
        assert rows_of(page)["Planned end"] == ("not entered", "Mar 31, 2026")
        assert "Nguyễn Văn A" not in page
        assert rows_of(page)["Supervisor"][1].startswith("withheld")
        client.post(f"/operator/submissions/{first}/approve", data={"token": form_token(page)})
        second = board.put("P1", work(planned_end="2027-01-15", supervisor="Nguyễn Văn A")).json()["submission"]
        page = client.get(f"/operator/submissions/{second}").text
    assert rows_of(page) == {"Planned end": ("Mar 31, 2026", "Jan 15, 2027")}


def test_a_withdrawal_and_what_is_late_are_told_before_they_are_approved(database: Database, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(DEFAULT_POLICY.read_text() + '\n[approval]\nwait = ["contracts", "withdrawal"]\n')
    part = {"contracts": [{"id": "C1", "title": "Cọc", "amount": {"amount": 5, "currency": "VND"}}], "sequence": 6}
    with pushed_to(database, policy=policy) as site:
        board = agency(site)
        board.put("P1", work(sequence=5))
        number = board.post("/projects/P1/contracts", part).json()["submission"]
        with browser(site, board, "en") as client:
            shown = rows_of(client.get(f"/operator/submissions/{number}").text)["Contracts"][1]
            assert shown == "Id: C1; Name: Cọc; Amount: ₫5"
            board.put("P1", work(sequence=8))
            assert "Something newer is known" in client.get(f"/operator/submissions/{number}").text
            gone = board.ask("DELETE", "/projects/P1", {"reason": "trùng"}).json()["submission"]
            assert "Withdrawn: it is published no longer." in client.get(f"/operator/submissions/{gone}").text
    assert versions(database, "ban-1.P1")[-1][-1] is False


@pytest.mark.parametrize(("language", "said"), [("vi", "Trạng thái là một mã đã biết"), ("ko", "상태는 알려진 코드")])
def test_reasons_are_told_in_the_language_of_the_page(site: Site, language: str, said: str) -> None:
    board = agency(site)
    number = board.put("P1", work(status="done")).json()["submission"]
    with browser(site, board, language) as client:
        assert said in client.get(f"/operator/submissions/{number}").text


def rows_of(page: str) -> dict[str, tuple[str, str]]:
    """Public now, and public if approved, by the fact."""
    ahead = page.partition('id="ahead"')[2].partition("</section>")[0]
    found = re.findall(r'<tr><th scope="row">([^<]*)</th><td>([^<]*)</td><td>([^<]*?) ?<', ahead)
    return {name: (now, then) for name, now, then in found}
