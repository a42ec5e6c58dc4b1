"""What was held and then pushed again, mended, waits for nobody any more: it is not counted, nor kept for ever."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from data.policy import DEFAULT_POLICY
from geo.intake import pushes
from tests.api.intake.pushing import Agency, agency, audited, pushed_to, work
from tests.fixtures.database import Database
from tests.fixtures.site import Site


def held(site: Site) -> int:
    return int(site.json("/disclosure?f=json")["held"])


def state(board: Agency, answer: Any) -> str:  # noqa: ANN401
    return str(board.get(f"/submissions/{answer.json()['submission']}")["state"])


def test_a_project_that_is_pushed_again_mended_is_held_no_longer(site: Site) -> None:
    board = agency(site)
    bad = [board.put("P1", work(status="done")) for _ in range(3)]
    other = board.put("P2", work(status="done"))
    assert held(site) == 4
    board.put("P1", work(status="implementation"))
    assert [state(board, answer) for answer in (*bad, other)] == ["stale", "stale", "stale", "held"]
    assert held(site) == 1
    assert [event[:2] for event in audited(site.database) if event[0] == "mend"] == [("mend", "stale")] * 3
    assert [one["submission"] for one in board.get("/submissions?state=held")["submissions"]] == [
        other.json()["submission"]
    ]
    with psycopg.connect(site.database.writer_url) as connection:
        assert pushes.purge(connection, datetime.now(UTC)) == 4  # what waits for a decision stays


def test_of_a_batch_that_was_held_in_part_the_rest_is_published(site: Site) -> None:
    board = agency(site)
    batch = board.post("/batches?partial=true", {"projects": [work(code="P1"), work(code="P2", status="done")]})
    assert state(board, batch) == "held"
    board.post("/batches", {"projects": [work(code="P2"), work(code="P3")]})
    assert state(board, batch) == "published"


def test_a_part_mends_its_own_kind_only_and_an_older_push_nothing(site: Site) -> None:
    board = agency(site)
    board.put("P1", work(sequence=1))
    whole = board.put("P1", work(status="done", sequence=5))
    report = board.post("/projects/P1/progress", {"as_of": "2026-01-01", "actual": 2, "sequence": 2})
    board.post("/projects/P1/progress", {"as_of": "2026-01-01", "actual": 0.2, "sequence": 3})
    assert [state(board, one) for one in (whole, report)] == ["held", "stale"]
    board.put("P1", work(titles={"vi": "Khác"}, sequence=4))
    assert state(board, whole) == "held"
    board.put("P1", work(sequence=6))
    assert state(board, whole) == "stale"


def test_what_waits_mends_when_it_is_approved(database: Database, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(DEFAULT_POLICY.read_text() + '\n[approval]\nwait = ["project"]\n')
    with pushed_to(database, policy=policy) as site:
        board, chief = agency(site), agency(site)
        bad, good = board.put("P1", work(status="done")), board.put("P1", work())
        assert state(board, bad) == "held"
        chief.post(f"/submissions/{good.json()['submission']}/approve", None)
        assert state(board, bad) == "stale"
