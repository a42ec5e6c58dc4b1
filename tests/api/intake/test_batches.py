"""Batches: all or nothing unless asked otherwise, as JSON and as lines; a set that shrinks is held for a person."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.intake.pushing import Agency, agency, audited, versions, work
from tests.fixtures.site import Site

ITEMS = "/collections/projects/items?limit=0"


def many(number: int, **facts: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    return [work(code=f"P{n}", **facts) for n in range(number)]


def published(site: Site) -> int:
    return int(site.json("/collections/projects/items?limit=1")["numberMatched"])


def lines(projects: list[dict[str, Any]]) -> str:
    return "\n".join(json.dumps(project) for project in projects) + "\n"


def test_a_batch_is_one_publication(site: Site) -> None:
    answer = agency(site).post("/batches", {"projects": many(600)})
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["state"], said["counts"], said["publication"]) == ("published", {"published": 600}, 1)
    assert published(site) == 600


def test_lines_are_a_batch_too(site: Site) -> None:
    board = agency(site)
    answer = board.post("/batches", lines(many(3)), Content_Type="application/x-ndjson")
    assert answer.json()["counts"] == {"published": 3}
    broken = board.post("/batches", lines(many(2)) + '{"code":', Content_Type="application/x-ndjson")
    assert (broken.status_code, "Line 3" in broken.json()["detail"]) == (400, True)


def test_one_bad_project_refuses_the_whole_batch_which_is_kept_as_rejected(site: Site) -> None:
    board = agency(site)
    projects = many(700)
    projects[650] |= {"planned_start": "2026-02-01", "planned_end": "2026-01-01"}
    answer = board.post("/batches", {"projects": projects}, Idempotency_Key="b")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    (fault,) = answer.json()["faults"]
    assert (fault["item"], fault["code"], fault["pointer"]) == (651, "P650", "/planned_end")
    assert published(site) == 0
    kept = board.get(f"/submissions/{answer.json()['submission']}")
    assert (kept["state"], kept["counts"]) == ("rejected", {"rejected": 700})
    assert audited(site.database)[-1][:2] == ("submit", "rejected")
    again = board.post("/batches", {"projects": projects}, Idempotency_Key="b")
    assert (again.status_code, again.json()["submission"]) == (422, answer.json()["submission"])


def test_of_a_refused_batch_every_reason_is_kept(site: Site) -> None:
    board = agency(site)
    answer = board.post("/batches", {"projects": many(1_200, status="done")})
    assert (answer.status_code, len(answer.json()["faults"]), answer.json()["faults_left_out"]) == (422, 1_000, 200)
    last = board.get(f"/submissions/{answer.json()['submission']}?after=1199")
    (part,) = last["parts"]
    assert (part["state"], [fault["rule"] for fault in part["faults"]]) == ("rejected", ["status.unknown"])


def test_a_change_without_a_reason_is_held(site: Site) -> None:
    board = agency(site)
    change = {"id": "E1", "type": "duration", "new_end": "2027-01-15"}
    held = board.put("P1", work(changes=[change | {"reason": "Mưa lũ"}, {"id": "E2", "type": "scope"}]))
    assert held.status_code == 202
    assert [(fault["pointer"], fault["rule"]) for fault in held.json()["faults"]] == [
        ("/changes/1/reason", "change.reason")
    ]
    answer = board.post("/batches?partial=true", {"projects": many(2, changes=[change])})
    assert answer.json()["counts"] == {"held": 2}


def test_a_partial_batch_publishes_the_good_and_holds_the_bad(site: Site) -> None:
    board = agency(site)
    projects = many(5)
    projects[1]["status"] = "done"
    answer = board.post("/batches?partial=true", {"projects": projects})
    assert answer.status_code == 202
    assert answer.json()["counts"] == {"published": 4, "held": 1}
    assert published(site) == 4
    assert board.post(f"/submissions/{answer.json()['submission']}/approve", None).status_code in {403, 409}


def test_what_cannot_be_understood_is_told_with_its_project_and_nothing_is_stored(site: Site) -> None:
    projects = [*many(3), work(code="P1"), {"titles": {"vi": "a"}}]
    projects[0]["colour"] = "red"
    answer = agency(site).post("/batches?partial=true", {"projects": projects})
    assert answer.status_code == 422
    assert {(fault["pointer"], fault["rule"]) for fault in answer.json()["faults"]} == {
        ("/projects/0/colour", "member.unknown"),
        ("/projects/3/code", "code.twice"),
        ("/projects/4/code", "member.missing"),
    }
    assert agency(site).get("/submissions") == {"submissions": []}


@pytest.mark.parametrize("body", ["[]", '{"projects": 5}', '{"full": true}', '{"projects": [], "projects": []}', "{}x"])
def test_what_is_no_batch_is_4xx(site: Site, body: str) -> None:
    assert agency(site).post("/batches", body).status_code in {400, 422}


def second(site: Site) -> Agency:
    return agency(site)


@pytest.mark.parametrize("left", [0, 4])
def test_a_full_set_that_shrinks_is_held_until_a_person_says_that_it_is_right(site: Site, left: int) -> None:
    board = agency(site)
    board.post("/batches", {"projects": many(10)})
    answer = board.post("/batches", {"full": True, "projects": many(left)})
    assert (answer.status_code, answer.json()["state"]) == (202, "held")
    assert answer.json()["faults"][0]["rule"] == "batch.shrunk"
    assert published(site) == 10
    number = answer.json()["submission"]
    assert board.post(f"/submissions/{number}/approve", None).status_code == 403
    approved = second(site).post(f"/submissions/{number}/approve", None)
    assert (approved.status_code, approved.json()["withdrawn"]) == (200, 10 - left)
    assert published(site) == left


def test_a_full_set_of_other_projects_than_are_known_has_shrunk_too(site: Site) -> None:
    """A source that names its projects anew would take all of them back."""
    board = agency(site)
    board.post("/batches", {"projects": many(10)})
    others = [*many(4), *(work(code=f"Q{n}") for n in range(20))]
    answer = board.post("/batches", {"full": True, "projects": others})
    assert (answer.json()["state"], [fault["rule"] for fault in answer.json()["faults"]]) == ("held", ["batch.shrunk"])
    assert published(site) == 10
    assert board.post("/batches", {"full": True, "projects": [*others, work(code="P4")]}).json()["withdrawn"] == 5


def test_a_code_may_be_given_with_the_agency_before_it_however_often(site: Site) -> None:
    board = agency(site)
    assert board.post("/batches", {"projects": [work(code="ban-1.ban-1.P1")]}).json()["counts"] == {"published": 1}
    assert board.put("ban-1.P1", work()).json()["project"] == "ban-1.P1"
    twice = board.post("/batches", {"projects": [work(code="ban-1.ban-1.P1"), work(code="P1")]})
    assert (twice.status_code, twice.json()["faults"][0]["rule"]) == (422, "code.twice")


def test_a_full_set_that_was_held_does_not_take_back_what_came_later(site: Site) -> None:
    board = agency(site)
    board.post("/batches", {"projects": many(10)})
    number = board.post("/batches", {"full": True, "projects": many(2)}).json()["submission"]
    board.put("NEW", work())
    board.post("/projects/P9/progress", {"as_of": "2026-01-01", "actual": 0.1})
    assert second(site).post(f"/submissions/{number}/approve", None).json()["withdrawn"] == 7
    assert [withdrawn for *_, withdrawn in versions(site.database, "ban-1.NEW")] == [False]
    assert [withdrawn for *_, withdrawn in versions(site.database, "ban-1.P9")] == [False, False]


def test_a_full_set_takes_back_what_it_does_not_name(site: Site) -> None:
    board = agency(site)
    agency(site, "ban-2").put("X", work())
    board.post("/batches", {"projects": many(4)})
    answer = board.post("/batches?full=true", lines(many(3)), Content_Type="application/x-ndjson")
    assert (answer.status_code, answer.json()["withdrawn"]) == (200, 1)
    assert [withdrawn for *_, withdrawn in versions(site.database, "ban-1.P3")] == [False, True]
    assert published(site) == 4
