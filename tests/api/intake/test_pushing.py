"""A project is pushed, and is public a moment later; parts of it join what is known."""

from __future__ import annotations

from tests.api.intake.pushing import POINT, agency, audited, versions, work
from tests.fixtures.site import Site

ITEM = "/collections/projects/items/ban-1.P1"


def test_a_pushed_project_is_published_at_once(site: Site) -> None:
    answer = agency(site).put("P1", work(geometry=POINT, budget={"amount": 0.3, "currency": "VND"}))
    assert answer.status_code == 201, answer.text
    said = answer.json()
    assert (said["state"], said["project"], said["publication"]) == ("published", "ban-1.P1", 1)
    assert answer.headers["etag"] == '"1"'
    feature = site.json(ITEM)
    assert feature["properties"]["title"] == "Cầu Rồng"
    assert feature["properties"]["agency_name"] == "Ban quản lý số 1"
    assert feature["properties"]["budget"] == 0.3
    assert feature["geometry"] == POINT
    assert [(action, outcome) for action, outcome, _, _ in audited(site.database)] == [("submit", "published")]


def test_the_same_push_five_times_is_one_version(site: Site) -> None:
    board = agency(site)
    states = [board.put("P1", work(), Idempotency_Key="a" if n < 2 else str(n)).json()["state"] for n in range(5)]
    assert states == ["published", "published", "unchanged", "unchanged", "unchanged"]
    assert len(versions(site.database, "ban-1.P1")) == 1


def test_reports_of_progress_join_and_the_newest_is_the_progress(site: Site) -> None:
    board = agency(site)
    board.put("P1", work())
    for day, actual in (("2026-02-01", 0.2), ("2026-03-01", 0.4), ("2026-01-01", 0.1)):
        answer = board.post("/projects/P1/progress", {"as_of": day, "actual": actual, "planned": 0.5})
        assert (answer.status_code, answer.json()["state"]) == (200, "published"), answer.text
    properties = site.json(ITEM)["properties"]
    assert (properties["progress_actual"], properties["progress_as_of"]) == (0.4, "2026-03-01")
    assert site.json("/collections/progress/items?project_id=ban-1.P1")["numberMatched"] == 3


def test_contracts_stand_in_every_project_that_they_name(site: Site) -> None:
    board = agency(site)
    for code in ("P1", "P2"):
        board.put(code, work())
    contract = {"id": "C1", "title": "Gói 1", "projects": ["P2"], "amount": {"amount": 5, "currency": "VND"}}
    assert board.post("/projects/P1/contracts", {"contracts": [contract]}).json()["state"] == "published"
    payment = {"id": "1", "contract": "C1", "amount": {"amount": 2, "currency": "VND"}, "date": "2026-02-01"}
    assert board.post("/projects/P2/payments", {"payments": [payment]}).json()["state"] == "published"
    for code in ("P1", "P2"):
        (known,) = board.get(f"/projects/{code}")["facts"]["contracts"]
        assert (known["id"], [one["id"] for one in known["payments"]]) == ("C1", ["1"])


def test_an_extension_moves_the_planned_end_and_has_a_reason(site: Site) -> None:
    board = agency(site)
    board.put("P1", work(planned_start="2025-01-01", planned_end="2026-03-31"))
    change = {"id": "E1", "type": "duration", "date": "2026-03-01", "new_end": "2027-01-15"}
    assert board.post("/projects/P1/changes", {"changes": [change]}).status_code == 422
    answer = board.post("/projects/P1/changes", {"changes": [change | {"reason": "Mưa lũ"}]})
    assert answer.json()["state"] == "published"
    properties = site.json(ITEM)["properties"]
    assert (properties["planned_end"], properties["original_end"]) == ("2027-01-15", "2026-03-31")


def test_what_is_withdrawn_is_gone_and_comes_back_with_its_baseline(site: Site) -> None:
    board = agency(site)
    board.put("P1", work(planned_end="2026-03-31"))
    assert board.ask("DELETE", "/projects/P1", {}).status_code == 422
    gone = board.ask("DELETE", "/projects/P1", {"reason": "Nhầm"}).json()
    assert (gone["state"], [link["rel"] for link in gone["links"]]) == ("published", ["self"])
    assert site.get(ITEM).status_code == 404
    assert board.post("/projects/P1/progress", {"as_of": "2026-01-01", "actual": 0}).status_code == 404
    assert board.put("P1", work(planned_end="2028-03-31")).json()["state"] == "published"
    assert site.json(ITEM)["properties"]["original_end"] == "2026-03-31"
    assert [withdrawn for *_, withdrawn in versions(site.database, "ban-1.P1")] == [False, True, False]


def test_a_list_whose_only_item_is_wrong_has_one_fault(site: Site) -> None:
    board = agency(site)
    board.put("P1", work())
    answer = board.post("/projects/P1/changes", {"changes": [{"id": "E1", "type": "scope"}]})
    assert [fault["pointer"] for fault in answer.json()["faults"]] == ["/changes/0/reason"]
    assert board.post("/projects/P1/changes", {"changes": []}).json()["faults"][0]["pointer"] == "/changes"


def test_what_breaks_a_rule_is_held_with_its_place(site: Site) -> None:
    board = agency(site)
    answer = board.put("P1", work(planned_start="2026-02-01", planned_end="2026-01-01", status="done"))
    assert answer.status_code == 202
    said = answer.json()
    assert said["state"] == "held"
    assert {(fault["pointer"], fault["rule"]) for fault in said["faults"]} == {
        ("/planned_end", "dates.order"),
        ("/status", "status.unknown"),
    }
    assert site.get(ITEM).status_code == 404
    kept = board.get(f"/submissions/{said['submission']}")
    assert (kept["state"], kept["parts"][0]["payload"]["status"]) == ("held", "done")


def test_an_acceptable_window_that_ends_before_it_begins_is_held(site: Site) -> None:
    windows = {"early_start": "2026-03-01", "early_end": "2026-02-01", "late_start": "2026-03-01"}
    said = agency(site).put("P1", work(coordination=[{"id": "1", **windows}])).json()
    assert [(fault["pointer"], fault["rule"]) for fault in said["faults"]] == [
        ("/coordination/0/early_end", "dates.order")
    ]


def test_a_sequence_that_is_older_is_stale(site: Site) -> None:
    board = agency(site)
    assert board.put("P1", work(sequence=5)).json()["state"] == "published"
    late = board.put("P1", work(titles={"vi": "Cũ"}, sequence=4))
    assert (late.status_code, late.json()["state"]) == (200, "stale")
    newer = board.put("P1", work(titles={"vi": "Mới"}, sequence=8)).json()
    assert (newer["state"], newer["gap"]) == ("published", 2)
    assert [title for _, title, *_ in versions(site.database, "ban-1.P1")] == ["Cầu Rồng", "Mới"]


def test_texts_are_screened_for_personal_data(site: Site) -> None:
    board = agency(site)
    said = board.put("P1", work(descriptions={"vi": "Liên hệ ông Nguyễn Văn Tám, 0905 123 456"})).json()
    assert said["state"] == "published"
    public = site.get(ITEM).text
    assert "Tám" not in public
    assert "0905" not in public
    held = board.put("P2", work(descriptions={"vi": "Di dời hộ ông Nguyễn Văn Tám"}))
    assert (held.status_code, held.json()["faults"][0]["pointer"]) == (202, "/descriptions/vi")
    assert held.json()["faults"][0]["rule"] == "personal_data.household"
