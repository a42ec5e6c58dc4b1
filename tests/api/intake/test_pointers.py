"""A fault is told by where it stands in what was sent, in whatever order the facts are kept."""

from __future__ import annotations

from typing import Any

from tests.api.intake.pushing import POINT, agency, work
from tests.fixtures.site import Site

HOUSEHOLD = "Đền bù cho hộ ông Lê Văn Tám"
LATER = {"id": "z", "type": "scope", "reason": "Mưa lũ", "date": "2026-05-05"}
EARLIER = {"id": "a", "type": "scope", "reason": "Mưa lũ", "date": "2026-01-01"}


def faults(answer: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    assert answer.status_code == 202, answer.text
    return [(fault["pointer"], fault["rule"]) for fault in answer.json()["faults"]]


def test_of_a_whole_project(site: Site) -> None:
    board = agency(site)
    changes = [LATER | {"reason": None}, EARLIER]
    assert faults(board.put("P1", work(changes=changes))) == [("/changes/0/reason", "change.reason")]
    changes = [LATER, EARLIER | {"reason": HOUSEHOLD}]
    assert faults(board.put("P1", work(changes=changes))) == [("/changes/1/reason", "personal_data.household")]
    contracts = [{"id": "C2"}, {"id": "C1", "payments": [{"id": "2"}, {"id": "1", "date": "1905-07-14"}]}]
    assert faults(board.put("P1", work(contracts=contracts))) == [("/contracts/1/payments/1/date", "dates.far")]
    reports = [{"as_of": "2026-02-01", "actual": 2}, {"as_of": "2026-01-01", "actual": 0.1}]
    assert faults(board.put("P1", work(reports=reports)))[-1] == ("/reports/0/actual", "progress.range")
    late = {"as_of": "2026-02-01", "actual": 2}
    assert faults(board.put("P1", work(progress=late))) == [("/progress/actual", "progress.range")]
    placed = work(geometry=POINT, location={"source": HOUSEHOLD})
    assert faults(board.put("P1", placed)) == [("/location/source", "personal_data.household")]


def test_of_a_part_that_joins_others(site: Site) -> None:
    board = agency(site)
    payments = [{"id": "1", "date": "2026-01-01"}]
    board.put("P1", work(changes=[EARLIER], contracts=[{"id": "C1"}, {"id": "C2", "payments": payments}]))
    bad = {"changes": [LATER | {"reason": HOUSEHOLD}]}
    assert faults(board.post("/projects/P1/changes", bad)) == [("/changes/0/reason", "personal_data.household")]
    far = {"payments": [{"id": "1", "contract": "C1"}, {"id": "1", "contract": "C2", "date": "1905-07-14"}]}
    assert faults(board.post("/projects/P1/payments", far)) == [("/payments/1/date", "dates.far")]
    contracts = {"contracts": [{"id": "C2", "title": HOUSEHOLD}]}
    assert faults(board.post("/projects/P1/contracts", contracts)) == [
        ("/contracts/0/title", "personal_data.household")
    ]
    report = {"as_of": "2026-01-01", "actual": 1.5}
    assert faults(board.post("/projects/P1/progress", report)) == [("/actual", "progress.range")]
