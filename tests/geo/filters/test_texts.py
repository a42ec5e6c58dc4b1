"""CASEI, ACCENTI and LIKE, where texts are folded quickly: the same comes of it as of folding each."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.filters import PROJECTS, Filter, condition
from geo.filters.texts import _ACCENTED, _FOLDS, _QUICKLY, _SILENT, _rough, _slowly
from geo.filters.tree import Array, Node, Operation, Property, Text
from geo.items import Where
from tests.fixtures.database import Database
from tests.geo.filters.city import TODAY, Asking, asking

POINTS: Final = [chr(one) for one in range(0x20, 0x30000) if not 0xD800 <= one <= 0xF8FF]
TITLE: Final = Property("title")
LETTERS: Final = "kKKsSſßẞfFﬁiIİınŉσΣςầẦuUứỨ다µμÅå bB"
TEXTS: Final = ["".join(random.Random(seed).choices(LETTERS, k=seed % 7)) for seed in range(400)]
ORDERS: Final = [("casei",), ("accenti",), ("casei", "accenti"), ("accenti", "casei")]


@pytest.fixture(scope="module")
def city(module_database: Database) -> Iterator[Asking]:
    with asking(module_database.reader_url) as connection:
        yield connection


def folded(names: Sequence[str], node: Node) -> Node:
    for name in reversed(names):
        node = Operation(name, (node,))
    return node


def found(city: Asking, asked: Node, texts: Sequence[str]) -> list[str]:
    """The texts that meet a condition on the title."""
    clause = Where([])
    clause.add(condition(Filter(asked), PROJECTS, clause.bind, today=TODAY))
    statement = f"SELECT v.title FROM unnest({clause.bind(texts)}::text[]) AS v (title){clause.text}"
    return [row["title"] for row in city.rows(statement, *clause.values)]


def meets(text: str, pattern: str) -> bool:
    """LIKE in any case, as Python has it."""
    pieces = {"%": ".*", "_": "."}
    return bool(re.fullmatch("".join(pieces.get(c, re.escape(c.casefold())) for c in pattern), text.casefold(), re.S))


def test_case_is_folded_as_unicode_says(city: Asking) -> None:
    """Every character of the basic plane equals its full case folding, and no other."""
    known = [one for one in POINTS if one < "\ufffe" and one.isprintable()]
    rows = city.rows(f"SELECT c, {_FOLDS['casei'].format('c')} FROM unnest($1::text[]) AS c", known)
    fold = {row[0]: row[1] for row in rows}
    assert [one for one in known if len(one.casefold()) == 1 and fold[one] != fold.get(one.casefold())] == []
    merged: dict[str, set[str]] = {}
    for one in known:
        merged.setdefault(fold[one], set()).add(one.casefold())
    assert {key: found for key, found in merged.items() if len(found) > 1} == {}


@pytest.mark.parametrize("names", ORDERS)
def test_what_has_no_odd_letter_is_folded_quickly_as_it_is_slowly(city: Asking, names: tuple[str, ...]) -> None:
    odd, quickly = _QUICKLY[frozenset(names)]
    plain = [one for one in POINTS if not re.search(odd, one)]
    chance = random.Random(odd)
    texts = [*plain, *("".join(chance.choices(plain, k=6)) for _ in range(5_000))]
    fold = f"{_slowly('c', names)}, {quickly.format('c')}"
    rows = city.rows(f"SELECT c, c ~ '{odd}', {fold} FROM unnest($1::text[]) AS c", texts)
    assert len(plain) > 11_000
    assert [row[0] for row in rows if row[1] or row[2] != row[3]] == []


def test_nothing_is_folded_to_a_letter_that_is_looked_for_before_texts_are_folded(city: Asking) -> None:
    """What a pattern is compared with first would else leave out what meets it."""
    ways = f'{_FOLDS["casei"].format("c")}, lower(c COLLATE "C")'
    rows = [tuple(row) for row in city.rows(f"SELECT c, {ways} FROM unnest($1::text[]) AS c", POINTS)]
    accented = [row for row in rows if _ACCENTED.search(row[1])]
    assert {row[0] for row in accented if len(row[1]) > 1} == set()
    told = {letter for row in rows if row[1] != row[2] for letter in row[1] if not _ACCENTED.match(letter)}
    assert told
    assert {letter for letter in told if not _SILENT.match(letter)} == set()
    heard = [row for row in rows if not any(_SILENT.match(letter) for letter in row[0].lower())]
    assert [row[0] for row in heard if row[1] != row[0].lower()] == []


@settings(max_examples=150, deadline=None)
@given(pattern=st.text(alphabet=f"{LETTERS}%_", max_size=5))
@example("%ầu%")
@example("_ß")
@example("%k_")
@example("b_b%")
@example("ứ%k%")
def test_any_pattern_finds_in_any_case_what_folding_each_text_finds(city: Asking, pattern: str) -> None:
    asked = Operation("like", (folded(["casei"], TITLE), folded(["casei"], Text(pattern))))
    assert found(city, asked, TEXTS) == [one for one in TEXTS if meets(one, pattern)]


@pytest.mark.parametrize("names", ORDERS)
@pytest.mark.parametrize("sign", ["=", "like", "in"])
def test_what_is_compared_with_a_folded_text_is_folded_alike(city: Asking, names: tuple[str, ...], sign: str) -> None:
    written = ["Đường số 5", "ĐƯỜNG SỐ 5", "duong so 5", "Duong So 5", "Đường số 5 – ß", "e\u0301", "é", "Đ\u0301"]
    rows = city.rows(f"SELECT c, {_slowly('c', names)} FROM unnest($1::text[]) AS c", written)
    fold = {row[0]: row[1] for row in rows}
    for one in written:
        literal = folded(names, Text(one))
        asked = Operation(sign, (folded(names, TITLE), Array((literal,)) if sign == "in" else literal))
        assert found(city, asked, written) == [other for other in written if fold[other] == fold[one]]


@pytest.mark.parametrize(
    ("pattern", "roughly"),
    [
        ("%SỐ 12%", "%_ 12%"),
        ("CẦU", "c_u"),
        (r"100\%_\_a", "100%"),
        ("Kính", "%_%"),
        (r"\\x", "%x"),
        ("다낭", "다낭"),
        ("", ""),
    ],
)
def test_letters_that_others_are_folded_to_are_not_looked_for_first(pattern: str, roughly: str) -> None:
    assert _rough(pattern) == roughly
