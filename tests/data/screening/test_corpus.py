"""What docs/screening.md states of the screening holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.screening import screen
from tests.data.screening.corpus import Line, Score, lines, scores

LINES = list(lines())
DOCUMENT = Path(__file__).parents[3] / "docs" / "screening.md"
ROW = re.compile(r"^\| (kind|language|all) \| (\w+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)


def test_the_corpus_is_large_and_holds_traps_in_each_language() -> None:
    assert len(LINES) >= 200
    for language in ("vi", "en", "ko"):
        own = [line for line in LINES if line.language == language]
        assert len(own) >= 80
        assert sum(not line.expected for line in own) >= 25


def test_precision_and_recall_are_what_the_document_states() -> None:
    stated = {
        (key, name): (int(n), float(p), float(r)) for key, name, n, p, r in ROW.findall(DOCUMENT.read_text("utf-8"))
    }
    assert stated == {key: _measured(score) for key, score in scores(LINES).items()}


def _measured(score: Score) -> tuple[int, float, float]:
    return score.hits + score.missed, round(score.precision, 3), round(score.recall, 3)


@pytest.mark.parametrize("line", LINES, ids=range(1, len(LINES) + 1))
def test_all_three_languages_at_once_find_no_less(line: Line) -> None:
    every = screen(line.text, {"vi", "en", "ko"}, line.country)
    for one in screen(line.text, {line.language}, line.country):
        assert any(other.start <= one.start and one.end <= other.end for other in every)
