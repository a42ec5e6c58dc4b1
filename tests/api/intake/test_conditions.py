"""A project of a batch says at which revision it must be, as If-Match says it of one that comes alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from data.policy import DEFAULT_POLICY
from geo.intake.keys import Scope
from tests.api.intake.pushing import Agency, agency, pushed_to, versions, work
from tests.fixtures.database import Database
from tests.fixtures.site import Site


def named(code: str, title: str = "Hai", **facts: Any) -> dict[str, Any]:  # noqa: ANN401
    return work(code=code, titles={"vi": title}, **facts)


@pytest.fixture
def board(site: Site) -> Agency:
    """An agency with the projects P1, at revision 2, and P2, at revision 1."""
    found = agency(site)
    found.post("/batches", {"projects": [work(code="P1"), work(code="P2")]})
    found.put("P1", work(titles={"vi": "Một"}))
    return found


def test_a_batch_whose_projects_are_at_their_revisions_is_published(board: Agency) -> None:
    projects = [named("P1", if_match=2), named("P2", if_match="*"), named("P3", if_none_match="*")]
    answer = board.post("/batches", {"projects": projects})
    assert (answer.status_code, answer.json()["counts"]) == (200, {"published": 3})
    assert [board.get(f"/projects/P{n}")["revision"] for n in (1, 2, 3)] == [3, 2, 1]
    assert "if_match" not in board.get("/projects/P1")["facts"]


def test_a_submission_tells_the_revisions_of_its_projects_as_they_are_now(board: Agency) -> None:
    board.post("/batches?partial=true", {"projects": [named("P1"), named("P3", status="done")]})
    newest, _, first = (one["submission"] for one in board.get("/submissions")["submissions"])
    told = [
        {part["code"]: part.get("revision") for part in board.get(f"/submissions/{n}")["parts"]}
        for n in (first, newest)
    ]
    assert told == [{"P1": 3, "P2": 1}, {"P1": 3, "P3": None}]
    batch = {"projects": [named(code, "Ba", if_match=revision) for code, revision in told[0].items()]}
    assert board.post("/batches", batch).json()["counts"] == {"published": 2}


@pytest.mark.parametrize(
    ("condition", "code"), [({"if_match": 1}, "P1"), ({"if_match": "*"}, "P3"), ({"if_none_match": "*"}, "P2")], ids=str
)
def test_one_project_at_another_revision_refuses_the_whole_batch(
    board: Agency, condition: dict[str, Any], code: str
) -> None:
    projects = [named("P4"), named(code, **condition)]
    answer = board.post("/batches", {"projects": projects}, Idempotency_Key="b")
    assert (answer.status_code, answer.headers["content-type"]) == (412, "application/problem+json")
    (fault,) = answer.json()["faults"]
    told = (fault["item"], fault["code"], fault["pointer"], fault["rule"])
    assert told == (2, code, f"/{next(iter(condition))}", "revision.other")
    assert versions(board.site.database, "ban-1.P4") == []
    kept = board.get(f"/submissions/{answer.json()['submission']}")
    assert (kept["state"], kept["counts"]) == ("rejected", {"rejected": 2})
    assert [[one["rule"] for one in part["faults"]] for part in kept["parts"]] == [[], ["revision.other"]]
    assert board.post("/batches", {"projects": projects}, Idempotency_Key="b").status_code == 412


def test_a_rule_of_the_data_that_is_broken_too_is_422(board: Agency) -> None:
    answer = board.post("/batches", {"projects": [named("P1", if_match=1), named("P2", status="done")]})
    assert answer.status_code == 422
    assert [fault["rule"] for fault in answer.json()["faults"]] == ["revision.other", "status.unknown"]


def test_a_partial_batch_refuses_the_one_and_publishes_the_others(board: Agency) -> None:
    projects = [named("P1", if_match=1), named("P2", if_match=1), named("P3", status="done")]
    answer = board.post("/batches?partial=true", {"projects": projects})
    assert (answer.status_code, answer.json()["state"]) == (202, "held")
    assert answer.json()["counts"] == {"rejected": 1, "published": 1, "held": 1}
    assert [(fault["code"], fault["rule"]) for fault in answer.json()["faults"]] == [
        ("P1", "revision.other"),
        ("P3", "status.unknown"),
    ]
    assert [title for _, title, *_ in versions(board.site.database, "ban-1.P1")] == ["Cầu Rồng", "Một"]
    assert board.post("/batches?partial=true", {"projects": [named("P1", if_match=1)]}).status_code == 412


@pytest.mark.parametrize(
    ("condition", "pointer"),
    [
        ({"if_match": 0}, "/projects/0/if_match"),
        ({"if_match": True}, "/projects/0/if_match"),
        ({"if_match": '"2"'}, "/projects/0/if_match"),
        ({"if_none_match": 2}, "/projects/0/if_none_match"),
        ({"if_match": 2, "if_none_match": "*"}, "/projects/0"),
    ],
    ids=str,
)
def test_what_is_no_condition_is_refused_and_not_stored(board: Agency, condition: dict[str, Any], pointer: str) -> None:
    answer = board.post("/batches", {"projects": [named("P1", **condition)]})
    assert (answer.status_code, [fault["pointer"] for fault in answer.json()["faults"]]) == (422, [pointer])
    assert len(board.get("/submissions")["submissions"]) == 2
    assert board.put("P1", named("P1", if_match=2)).status_code == 422  # alone, it says so in a header


def test_of_two_batches_with_one_revision_one_wins(board: Agency) -> None:
    with ThreadPoolExecutor(2) as pool:
        for revision in range(2, 7):
            batches = [[named("P1", f"{revision} {who}", if_match=revision), named(f"Q{who}")] for who in range(2)]
            answers = list(pool.map(lambda projects: board.post("/batches", {"projects": projects}), batches))
            assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert len(versions(board.site.database, "ban-1.P1")) == 7


@pytest.mark.parametrize(("partial", "status"), [("true", 200), ("false", 409)])
def test_it_is_asked_again_when_the_batch_is_approved(
    database: Database, tmp_path: Path, partial: str, status: int
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(DEFAULT_POLICY.read_text() + '\n[approval]\nwait = ["batch"]\n')
    with pushed_to(database, policy=policy) as site:
        board, chief = agency(site), agency(site, scopes=(Scope.APPROVE,))
        board.put("P1", work())
        batch = {"projects": [named("P1", if_match=1), named("P2")]}
        waits = board.post(f"/batches?partial={partial}", batch)
        assert (waits.status_code, waits.json()["counts"]) == (202, {"waiting": 2})
        board.put("P1", work(titles={"vi": "Meanwhile"}))
        answer = chief.post(f"/submissions/{waits.json()['submission']}/approve", None)
        assert answer.status_code == status
        if status == 200:
            assert answer.json()["counts"] == {"published": 1, "rejected": 1}
        assert [title for _, title, *_ in versions(database, "ban-1.P1")] == ["Cầu Rồng", "Meanwhile"]
        assert len(versions(database, "ban-1.P2")) == (1 if status == 200 else 0)
