"""The code by which works are judged has a number, so that an upgrade judges all anew."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path
from typing import Final

import psycopg
import pytest

from geo.codes import GROUND
from geo.overlaps import rules as of_rules
from geo.overlaps.version import JUDGING
from geo.publishing.overlap_rules import in_force
from geo.publishing.overlaps import apply_rules, catch_up
from tests.builders import publish
from tests.fixtures.database import Database
from tests.geo.overlaps.test_pairs import AUTUMN, STREET, WINTER, found, pairs, work
from tests.geo.overlaps.works import changed

GEO: Final = Path(of_rules.__file__).parent.parent
MODULES: Final = (
    *("classes", "costs", "duplicates", "joining", "judging", "leading", "measures", "measuring", "meeting", "pairs"),
    *("rules", "scoring", "sites", "streets", "titles", "windows"),
)
STATEMENTS: Final = ("all", "axis", "compared", "measure", "pairs", "roads", "sites_made")
CODE: Final = (2, "6b36cd6275af8a5f")
"""The number, and what the code was that has it."""


def test_whoever_changes_how_works_are_judged_gives_it_another_number() -> None:
    """A fault here says: raise JUDGING where works may be found otherwise; where not, the hash alone is another."""
    assert (JUDGING, _hash()) == CODE


def _hash() -> str:
    texts = [_bare(GEO / f"overlaps/{name}.py") for name in MODULES]
    texts += [_said(GEO / f"sql/overlaps/{name}.sql", "--") for name in STATEMENTS]
    texts += [_said(GEO / "sql/footprints/ground.sql", "--")]
    texts += [repr(sorted((one, sorted(kinds)) for one, kinds in GROUND.items()))]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def _bare(file: Path) -> str:
    """A module without what it says of itself."""
    text = file.read_text("utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines[node.lineno - 1 : node.end_lineno] = [""] * ((node.end_lineno or node.lineno) - node.lineno + 1)
    return _joined(lines, "#")


def _said(file: Path, comment: str) -> str:
    return _joined(file.read_text("utf-8").splitlines(), comment)


def _joined(lines: list[str], comment: str) -> str:
    return " ".join(word for line in lines if not line.strip().startswith(comment) for word in line.split())


@pytest.mark.parametrize("own", [False, True], ids=["shipped", "a city's own"])
def test_an_upgrade_judges_all_anew_and_a_push_before_it_only_its_own(
    database: Database, monkeypatch: pytest.MonkeyPatch, own: bool
) -> None:
    works = [work(name, STREET, *WINTER) for name in "ABC"]
    found(database, *works)
    with psycopg.connect(database.writer_url) as connection:
        if own:
            apply_rules(connection, changed(join_months=11), shipped=False)
        assert catch_up(connection) is None
        connection.execute("UPDATE published.overlap SET score = -1")
    monkeypatch.setattr("geo.overlaps.rules.JUDGING", JUDGING + 1)
    monkeypatch.setattr("geo.publishing.overlap_rules.shipped", changed)
    publish(database.writer_url, [work("C", STREET, *AUTUMN)])
    assert {pair["id"] for pair in pairs(database.url) if pair["score"] == -1} == {"A~B"}
    with psycopg.connect(database.writer_url) as connection:
        done = catch_up(connection)
        assert done is not None
        assert (done.pairs, in_force(connection).shipped) == (3, not own)
        assert catch_up(connection) is None
    assert all(pair["score"] > 0 for pair in pairs(database.url))
