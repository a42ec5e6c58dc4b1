"""Where the policy says so, a second person decides; nothing is public before, and everything is on record."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from data.intake.approval import load_approval
from data.policy import DEFAULT_POLICY
from geo.errors import BadInput
from geo.intake.keys import Scope, revoke
from geo.intake.records import lock_agency
from tests.api.intake.pushing import agency, audited, pushed_to, versions, work
from tests.fixtures.database import Database
from tests.fixtures.site import Site
from tests.fixtures.waiting import until

_WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
ITEM = "/collections/projects/items/ban-1.P1"
WAITS = '\n[approval]\nwait = ["withdrawal"]\n[approval.agencies.ban-1]\nwait = ["project", "batch"]\n'


@pytest.fixture
def waiting(database: Database, tmp_path: Path) -> Iterator[Site]:
    policy = tmp_path / "policy.toml"
    policy.write_text(DEFAULT_POLICY.read_text() + WAITS)
    with pushed_to(database, policy=policy) as site:
        yield site


def test_what_waits_is_public_once_another_key_approves_it(waiting: Site) -> None:
    board, chief = agency(waiting), agency(waiting, scopes=(Scope.APPROVE,))
    said = board.put("P1", work())
    number = said.json()["submission"]
    assert (said.status_code, said.json()["state"]) == (202, "waiting")
    assert waiting.get(ITEM).status_code == 404
    assert board.post(f"/submissions/{number}/approve", None).status_code == 403
    approved = chief.post(f"/submissions/{number}/approve", None)
    assert (approved.status_code, approved.json()["state"]) == (200, "published")
    assert waiting.get(ITEM).status_code == 200
    assert chief.post(f"/submissions/{number}/approve", None).status_code == 409
    kept = board.get(f"/submissions/{number}")
    assert (kept["state"], kept["decided_by"], kept["publication"]) == ("published", chief.key_id, 1)
    assert [event[:3] for event in audited(waiting.database)] == [
        ("submit", "waiting", board.key_id),
        ("POST refused", "submitted it", board.key_id),
        ("approve", "published", chief.key_id),
    ]


@pytest.mark.parametrize(("way", "body"), [("approve", None), ("reject", {"reason": "Sai"})])
def test_a_key_that_is_revoked_while_its_decision_waits_decides_nothing(
    waiting: Site, way: str, body: dict[str, str] | None
) -> None:
    board, chief = agency(waiting), agency(waiting, scopes=(Scope.APPROVE,))
    number = board.put("P1", work()).json()["submission"]
    with psycopg.connect(waiting.database.writer_url) as holder, ThreadPoolExecutor(1) as threads:
        lock_agency(holder, "ban-1")
        decided = threads.submit(chief.post, f"/submissions/{number}/{way}", body)
        with psycopg.connect(waiting.database.url, autocommit=True) as owner:
            until(lambda: owner.execute(_WAITS).fetchone() != (0,))
        with psycopg.connect(waiting.database.writer_url) as operator:
            revoke(operator, chief.key_id)
        holder.commit()
        assert decided.result().status_code == 401
    assert board.get(f"/submissions/{number}")["state"] == "waiting"
    assert waiting.get(ITEM).status_code == 404


def test_what_is_rejected_has_a_reason_and_is_never_public(waiting: Site) -> None:
    board, chief = agency(waiting), agency(waiting, scopes=(Scope.APPROVE,))
    number = board.put("P1", work()).json()["submission"]
    assert chief.post(f"/submissions/{number}/reject", {}).status_code == 422
    assert chief.post(f"/submissions/{number}/reject", {"reason": "Thiếu quyết định"}).json()["state"] == "rejected"
    kept = board.get(f"/submissions/{number}")
    assert (kept["state"], kept["reason"], kept["counts"]) == ("rejected", "Thiếu quyết định", {"rejected": 1})
    assert waiting.get(ITEM).status_code == 404


def test_approved_out_of_order_the_newest_stays(waiting: Site) -> None:
    board, chief = agency(waiting), agency(waiting, scopes=(Scope.APPROVE,))
    numbers = [board.put("P1", work(titles={"vi": f"Lần {n}"}, sequence=n)).json()["submission"] for n in (1, 2)]
    states = [chief.post(f"/submissions/{number}/approve", None).json()["state"] for number in reversed(numbers)]
    assert states == ["published", "stale"]
    assert [title for _, title, *_ in versions(waiting.database, "ban-1.P1")] == ["Lần 2"]


def test_what_waited_does_not_take_the_place_of_what_came_later(waiting: Site) -> None:
    """Neither says where it stands among those of its source: then the later one is the newer."""
    board, chief = agency(waiting), agency(waiting, scopes=(Scope.APPROVE,))
    numbers = [board.put("P1", work(titles={"vi": f"Lần {n}"})).json()["submission"] for n in (1, 2)]
    states = [chief.post(f"/submissions/{number}/approve", None).json()["state"] for number in reversed(numbers)]
    assert states == ["published", "stale"]
    assert [title for _, title, *_ in versions(waiting.database, "ban-1.P1")] == ["Lần 2"]


def test_a_change_that_waited_joins_what_came_meanwhile(database: Database, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(DEFAULT_POLICY.read_text() + '\n[approval]\nwait = ["changes"]\n')
    with pushed_to(database, policy=policy) as site:
        board, chief = agency(site), agency(site, scopes=(Scope.APPROVE,))
        board.put("P1", work(planned_end="2026-03-31"))
        change = {"id": "E1", "type": "duration", "new_end": "2027-01-15", "reason": "Mưa lũ"}
        number = board.post("/projects/P1/changes", {"changes": [change]}).json()["submission"]
        board.post("/projects/P1/progress", {"as_of": "2026-01-01", "actual": 0.1})
        assert chief.post(f"/submissions/{number}/approve", None).json()["state"] == "published"
        assert site.json(ITEM)["properties"]["planned_end"] == "2027-01-15"


def test_a_revision_that_was_asked_for_is_asked_for_again_when_it_is_approved(waiting: Site) -> None:
    board, chief = agency(waiting), agency(waiting, scopes=(Scope.APPROVE,))
    first = board.put("P1", work()).json()["submission"]
    chief.post(f"/submissions/{first}/approve", None)
    pushes = [board.put("P1", work(titles={"vi": f"Lần {n}"}, sequence=n), If_Match='"1"') for n in (1, 2)]
    assert [push.status_code for push in pushes] == [202, 202]
    states = [chief.post(f"/submissions/{push.json()['submission']}/approve", None).json()["state"] for push in pushes]
    assert states == ["published", "stale"]
    assert [title for _, title, *_ in versions(waiting.database, "ban-1.P1")] == ["Cầu Rồng", "Lần 1"]


def test_the_policy_says_which_kinds_wait_by_agency(waiting: Site) -> None:
    other = agency(waiting, "ban-2")
    assert other.put("P1", work()).json()["state"] == "published"
    assert other.ask("DELETE", "/projects/P1", {"reason": "Nhầm"}).json()["state"] == "waiting"
    assert other.get("/submissions?state=waiting")["submissions"][0]["kind"] == "withdrawal"


def test_what_waited_brings_nothing_back_that_a_full_set_has_taken_back_since(
    database: Database, tmp_path: Path
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(DEFAULT_POLICY.read_text() + '\n[approval]\nwait = ["project"]\n')
    with pushed_to(database, policy=policy) as site:
        board, chief = agency(site), agency(site, scopes=(Scope.APPROVE,))
        projects = [work(code=f"P{n}") for n in range(3)]
        board.post("/batches", {"projects": projects})
        number = board.put("P0", work(titles={"vi": "Cũ"})).json()["submission"]
        assert board.post("/batches?full=true", {"projects": projects[1:]}).json()["withdrawn"] == 1
        assert chief.post(f"/submissions/{number}/approve", None).json()["state"] == "stale"
        assert versions(database, "ban-1.P0")[-1][-1] is True


def test_a_full_set_that_takes_back_waits_where_withdrawals_do(waiting: Site) -> None:
    other, chief = agency(waiting, "ban-2"), agency(waiting, "ban-2")
    projects = [work(code=f"P{n}") for n in range(3)]
    assert other.post("/batches?full=true", {"projects": projects}).json()["state"] == "published"
    waits = other.post("/batches?full=true", {"projects": projects[1:]})
    assert (waits.status_code, waits.json()["counts"]) == (202, {"waiting": 2})
    assert versions(waiting.database, "ban-2.P0")[-1][-1] is False
    assert other.post("/batches?full=true", {"projects": projects}).json()["state"] == "unchanged"
    approved = chief.post(f"/submissions/{waits.json()['submission']}/approve", None).json()
    assert (approved["state"], approved.get("withdrawn")) == ("stale", None)


def test_a_broken_rule_cannot_be_approved_but_rejected(waiting: Site) -> None:
    board, chief = agency(waiting), agency(waiting, scopes=(Scope.APPROVE,))
    number = board.put("P1", work(status="done")).json()["submission"]
    assert chief.post(f"/submissions/{number}/approve", None).status_code == 409
    assert chief.post(f"/submissions/{number}/reject", {"reason": "Sai"}).status_code == 200


@pytest.mark.parametrize("table", ['wait = ["everything"]', "wait = 5", 'colour = "red"'])
def test_a_table_that_cannot_be_used_says_where(tmp_path: Path, table: str) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(f"[approval]\n{table}\n")
    with pytest.raises(BadInput, match=r"approval\.(wait|colour)"):
        load_approval(policy)
