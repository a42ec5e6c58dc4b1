"""The corpus: a line is a language, a country, a part (see docs/screening.md) and a text with its personal data
marked as `[kind|text]`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.screening import Finding, Kind, screen

CORPUS = Path(__file__).with_name("corpus.tsv")
MARK = re.compile(r"\[([a-z_]+)\|([^\]]+)\]")


@dataclass(frozen=True)
class Line:
    language: str
    country: str
    part: str
    text: str
    expected: frozenset[Finding]


@dataclass(frozen=True)
class Score:
    hits: int
    missed: int
    false: int

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0


def lines() -> Iterator[Line]:
    for row in CORPUS.read_text("utf-8").splitlines()[1:]:
        language, country, part, marked = row.split("\t")
        text, expected = _unmarked(marked)
        yield Line(language, country, part, text, expected)


def _unmarked(marked: str) -> tuple[str, frozenset[Finding]]:
    text, at, found = "", 0, set()
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        found.add(Finding(len(text), len(text) + len(mark[2]), Kind(mark[1])))
        text += mark[2]
        at = mark.end()
    return text + marked[at:], frozenset(found)


def scores(chosen: Iterable[Line]) -> dict[tuple[str, str], Score]:
    """By kind, by language and over all; a hit has the same kind and the same first and last letter."""
    hits, missed, false = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for line in chosen:
        found = frozenset(screen(line.text, {line.language}, line.country))
        for counter, findings in (
            (hits, found & line.expected), (missed, line.expected - found), (false, found - line.expected)
        ):  # fmt: skip
            for one in findings:
                counter.update([("kind", one.kind.value), ("language", line.language), ("all", "all")])
    keys = sorted(hits.keys() | missed.keys() | false.keys())
    return {key: Score(hits[key], missed[key], false[key]) for key in keys}
