"""The examples of docs/intake.md do what it says of them."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.intake.approval import load_approval
from data.intake.model import Facts
from data.policy import DEFAULT_POLICY
from geo.intake.keys import Scope
from tests.api.intake.pushing import Agency, agency, audited, pushed_to, work
from tests.fixtures.database import Database
from tests.fixtures.site import Site

DOCUMENT = (Path(__file__).parents[3] / "docs" / "intake.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    policy = tmp_path / "policy.toml"
    policy.write_text(DEFAULT_POLICY.read_text() + blocks("toml")[0].replace('"project", "batch", ', ""))
    with pushed_to(database, policy=policy) as running:
        yield running


def run(site: Site, statement: str, board: Agency, chief: Agency, folder: Path) -> tuple[int, str]:
    """A curl of the document; its status and body."""
    here = statement.replace("https://allimi.example", site.url)
    done = subprocess.run(
        ["bash", "-c", f"{here} -sS -w '\\n%{{http_code}}'"],
        env=os.environ | {"KEY": board.token, "APPROVER": chief.token},
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    body, _, status = done.stdout.rpartition("\n")
    return int(status), body


def test_every_curl_of_the_document_works(site: Site, tmp_path: Path) -> None:
    board, chief = agency(site), agency(site, scopes=(Scope.APPROVE,))
    (tmp_path / "projects.ndjson").write_text(json.dumps(work(code="P-18")) + "\n")
    statements = [one.strip() for block in blocks("sh") for one in re.split(r"\n(?=curl)", block) if "curl" in one]
    assert len(statements) == 6
    put, batch, waiting, one, approve, reject = statements
    status, body = run(site, put, board, chief, tmp_path)
    assert status == 201
    told = json.loads(blocks("json")[0].replace("https://allimi.example", site.url))
    assert json.loads(body) == told
    assert run(site, batch, board, chief, tmp_path)[0] == 200
    change = {"changes": [{"id": "E3", "type": "duration", "new_end": "2027-06-30", "reason": "Mưa"}]}
    numbers = [board.post("/projects/P-17/changes", change).json()["submission"] for _ in range(2)]
    assert len(json.loads(run(site, waiting, board, chief, tmp_path)[1])["submissions"]) == 2
    for statement, number in ((one, numbers[0]), (approve, numbers[0]), (reject, numbers[1])):
        status, body = run(site, statement.replace("submissions/7", f"submissions/{number}"), board, chief, tmp_path)
        assert status == 200, body
    assert audited(site.database)[-1][:2] == ("reject", "rejected")


def test_the_document_names_every_member_of_a_project() -> None:
    told = DOCUMENT.split("**What may be said**")[1].split("`geometry` is GeoJSON")[0]
    assert set(re.findall(r"`(\w+)`", told)) - {"null"} == set(Facts.model_fields)


def test_the_table_of_the_document_is_one(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(blocks("toml")[0])
    approval = load_approval(policy)
    assert approval.waits("ban-1", "changes")
    assert not approval.waits("ban-1", "withdrawal")
    assert approval.waits("ban-2", "withdrawal")
