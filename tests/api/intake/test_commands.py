"""Keys, audit and purge on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from api.cli.program import program
from tests.api.intake.pushing import Agency, agency, pushed_to, work
from tests.builders import project, publish
from tests.fixtures.database import Database


@pytest.fixture
def allimi(database: Database, tmp_path: Path) -> Any:  # noqa: ANN401
    def run(*words: str, **settings: str) -> Result:
        environment = {"ALLIMI_DATABASE_URL": database.url, "ALLIMI_DATA_DIR": str(tmp_path)} | settings
        return CliRunner().invoke(program(words), list(words), env=environment, catch_exceptions=False)

    return run


def test_a_key_is_made_listed_and_revoked(database: Database, allimi: Any) -> None:  # noqa: ANN401
    made = allimi("keys", "add", "ban-1", "--scope", "submit", "--name", "vi=Ban 1", "--label", "test")
    token = made.output.strip()
    identifier = token.split("_")[1]
    with pushed_to(database) as site:
        assert Agency(site, token, identifier).put("P1", work()).status_code == 201
        listed = allimi("keys", "list").output
        assert listed.split("\t")[:3] == [identifier, "ban-1", "submit"]
        assert token.split("_")[2] not in listed
        assert "is revoked" in allimi("keys", "revoke", identifier).output
        assert Agency(site, token, identifier).put("P1", work()).status_code == 401
    events = [json.loads(line) for line in allimi("audit", "--agency", "ban-1").output.splitlines()]
    assert [event["action"] for event in events] == ["key added", "submit", "key revoked", "PUT refused"]
    assert [event["actor"] for event in events] == ["cli", identifier, "cli", identifier]
    with psycopg.connect(database.url) as owner:
        texts = owner.execute("SELECT row(k.*)::text FROM intake.api_key AS k").fetchall()
    assert token.split("_")[2] not in str(texts)


WORKS = "id,title,agency\nP1,Cầu,Ban 1\nP2,,Ban 1\n"
MEANING = """
id = { columns = ["id"] }
titles.vi = { column = "title" }
agency = { column = "agency", language = "vi" }
"""


def test_what_an_operator_does_is_in_the_audit(allimi: Any, tmp_path: Path) -> None:  # noqa: ANN401
    works, meaning = tmp_path / "works.csv", tmp_path / "works.toml"
    works.write_text(WORKS)
    meaning.write_text(MEANING)
    assert allimi("load", "projects", str(works), "--mapping", str(meaning), "--dry-run").exit_code == 0
    assert allimi("load", "projects", str(works), "--mapping", str(meaning)).exit_code == 0
    assert allimi("republish", "--dry-run").exit_code == 0
    assert allimi("republish").exit_code == 0
    assert allimi("sample", "--projects", "1").exit_code == 0
    assert allimi("sample", "--remove").exit_code == 0
    events = [json.loads(line) for line in allimi("audit").output.splitlines()]
    assert {event["actor"] for event in events} == {"cli"}
    assert [(event["action"], event.get("target")) for event in events] == [
        ("load", "works.csv"),
        ("republish", None),
        ("load", "sample"),
        ("sample removed", None),
    ]
    assert events[0]["detail"]["counts"] == {"published": 1, "unchanged": 0, "held": 1}
    assert events[1]["detail"]["counts"] == {"versions": 0, "withdrawn": 0, "purged": 0}


def test_what_is_old_is_blank_and_what_waits_and_the_audit_stay(database: Database, allimi: Any) -> None:  # noqa: ANN401
    publish(database.writer_url, [project("F1")])
    with pushed_to(database) as site:
        board = agency(site)
        board.put("P1", work(supervisor="Nguyễn Văn A"))
        held = board.put("P2", work(status="done")).json()["submission"]
        assert "0 rows" in allimi("intake", "purge", "--days", "1").output
        assert "2 rows" in allimi("intake", "purge", ALLIMI_RETENTION_DAYS="0").output
        assert board.get("/submissions/1")["parts"][0]["payload"] is None
        assert board.get(f"/submissions/{held}")["parts"][0]["payload"]["status"] == "done"
        assert len(board.get("/audit")["events"]) == 2
        assert board.get("/projects/P1")["facts"]["supervisor"] == "Nguyễn Văn A"
