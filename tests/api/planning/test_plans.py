"""Plans that are not public yet: other agencies' planners see where, when and whom to ask, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from data.cities import load_city
from data.policy import DEFAULT_POLICY, load_policy
from data.republishing import republish
from geo.intake.keys import Scope
from tests.api.intake.pushing import Agency, agency
from tests.api.planning.keyed import ASKED, EVERYTHING, SECRET, WAITING, WINTER, plan, planner, planning
from tests.builders import publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site
from tests.geo.overlaps.test_pairs import STREET, work


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    with planning(database, tmp_path) as running:
        yield running


def told(key: Agency, **members: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    answer = key.post("/overlaps/check", ASKED | members)
    assert answer.status_code == 200, answer.text
    return {feature["id"]: feature for feature in answer.json()["features"]}


def kept(site: Site) -> list[str]:
    with psycopg.connect(site.database.url) as connection:
        return [row[0] for row in connection.execute("SELECT project_id FROM intake.plan ORDER BY 1")]


def test_a_planner_sees_where_when_and_whom_to_ask(site: Site) -> None:
    assert agency(site, "ban-2").put("P1", plan()).json()["state"] == "waiting"
    found = told(planner(site, "ban-1"))
    assert set(found) == {"A", "B", "plan-1"}
    properties = found["plan-1"]["properties"]
    assert properties["class"] == "clash"
    assert properties["plan"] == {
        "id": "plan-1", "agency": "ban-2", "office": "Harbour office",
        "window": {"start": "2087-02-01", "end": "2087-04-30"}, "early_start": None, "late_end": None,
    }  # fmt: skip
    assert properties["shared_length_m"] == pytest.approx(400, abs=1)
    assert found["plan-1"]["geometry"]["type"] == "LineString"
    assert not [word for word in ("Sewer", "7654321", "energy", "Somebody") if word in str(found["plan-1"])]
    assert set(told(planner(site, "ban-2"))) == {"A", "B"}


def test_the_list_tells_how_many_there_are_however_few_are_asked_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.planning.keyed._MOST", 1)
    publish(site.database.writer_url, [work("C", STREET, *WINTER), work("D", STREET, *WINTER)])
    listed = planner(site, "ban-1").get("/overlaps?limit=1")
    assert (listed["numberMatched"], listed["numberReturned"]) == (6, 1)


def test_the_list_has_works_and_plans_of_the_own_agency(site: Site) -> None:
    assert agency(site, "ban-2").put("P1", plan()).status_code == 202
    mine = {feature["id"]: feature["properties"] for feature in planner(site, "ban-1").get("/overlaps")["features"]}
    assert set(mine) == {"A~B", "A~plan-1"}
    assert (mine["A~B"]["state"], mine["A~plan-1"]["own"]["id"]) == ("open", "A")
    theirs = {feature["id"]: feature["properties"] for feature in planner(site, "ban-2").get("/overlaps")["features"]}
    assert set(theirs) == {"A~B", "ban-2.P1~A", "ban-2.P1~B"}
    assert agency(site, "ban-1").put("Q1", plan(planned_start="2087-03-01")).status_code == 202
    both = {feature["id"] for feature in planner(site, "ban-2").get("/overlaps?limit=100")["features"]}
    assert both == {"A~B", "ban-2.P1~A", "ban-2.P1~B", "ban-2.P1~plan-2", "B~plan-2"}


def test_a_plan_is_gone_once_it_is_published_or_rejected(site: Site) -> None:
    board, chief = agency(site, "ban-2"), agency(site, "ban-2")
    numbers = [board.put(code, plan()).json()["submission"] for code in ("P1", "P2", "P3")]
    assert kept(site) == ["ban-2.P1", "ban-2.P2", "ban-2.P3"]
    assert chief.post(f"/submissions/{numbers[0]}/approve", None).json()["state"] == "published"
    assert chief.post(f"/submissions/{numbers[1]}/reject", {"reason": "No"}).json()["state"] == "rejected"
    assert board.put("P3", plan(planned_start=None, planned_end=None)).status_code == 202
    assert board.put("P1", plan(planned_end="2087-05-31")).status_code == 202
    assert kept(site) == []
    assert set(told(planner(site, "ban-1"))) == {"A", "B", "ban-2.P1"}


def test_what_is_held_is_a_plan_but_not_a_secret(site: Site) -> None:
    board = agency(site, "ban-2")
    assert board.put("P1", plan(status="begun")).json()["state"] == "held"
    assert board.put("P2", plan(titles={"en": "Water for the barracks"})).json()["state"] == "held"
    assert kept(site) == ["ban-2.P1"]


def test_a_policy_that_shares_less_takes_plans_from_planners_when_it_is_applied(site: Site, tmp_path: Path) -> None:
    board = agency(site, "ban-2")
    for code, title in (("P1", "Water"), ("P2", "Water for the hospital")):
        board.put(code, plan(titles={"en": title}))
    assert kept(site) == ["ban-2.P1", "ban-2.P2"]
    text = DEFAULT_POLICY.read_text() + SECRET.replace("barracks", "hospital")
    for number, (rules, left) in enumerate([(text, ["ban-2.P1"]), (text.replace(EVERYTHING, "share = []"), [])]):
        policy = tmp_path / f"stricter-{number}.toml"
        policy.write_text(rules)
        with psycopg.connect(site.database.writer_url) as connection:
            republish(connection, load_city(), load_policy(policy), today=date(2026, 11, 22))
        assert kept(site) == left


@pytest.mark.parametrize(
    ("share", "members"),
    [
        ("[]", None),
        ('["place"]', {"id"}),
        ('["window"]', {"id", "window", "early_start", "late_end"}),
        ('["contact"]', {"id", "agency", "office"}),
    ],
)
def test_the_policy_says_what_is_shared(
    database: Database, tmp_path: Path, share: str, members: set[str] | None
) -> None:
    with planning(database, tmp_path, more=WAITING, share=share) as site:
        agency(site, "ban-2").put("P1", plan())
        found = told(planner(site, "ban-1")).get("plan-1")
    if members is None or found is None:
        assert (found, members) == (None, None)
        return
    assert set(found["properties"]["plan"]) == members
    assert (found["geometry"] is not None) == ("place" in share)
    assert ("shared_length_m" in found["properties"]) == ("place" in share)
    assert (found["properties"]["class"] is not None) == ("window" in share)


def test_the_scope_is_asked_for(site: Site) -> None:
    key = agency(site, "ban-1", (Scope.SUBMIT,))
    assert key.post("/overlaps/check", ASKED).status_code == 403
    assert key.ask("GET", "/overlaps").status_code == 403
    assert planner(site, "ban-1").ask("GET", "/overlaps?limit=0").status_code == 400
