"""A filter that is too large is refused before any parser sees it; one within the limits cannot end the process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import cql2
import pytest

from geo.errors import BadRequest
from geo.filters import LIMITS, Language, Limits, parse

ROOT = Path(__file__).resolve().parents[3]
DEEP = "at most 32 levels deep"
LONG = "at most 8192 bytes"
MANY = "at most 500 names, literals and operators"


@pytest.fixture
def no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that must not be reached."""

    def reached(*_: Any, **__: Any) -> None:  # noqa: ANN401
        pytest.fail("the parser saw a filter that is too large")

    monkeypatch.setattr(cql2, "parse_text", reached)
    monkeypatch.setattr(json, "loads", reached)


TOO_LARGE: list[tuple[str, Language, str]] = [
    ("(" * 2500 + "a=1" + ")" * 2500, "cql2-text", DEEP),
    ("(" * 33 + "a=1" + ")" * 33, "cql2-text", DEEP),
    ("(" * 10_000, "cql2-text", LONG),
    ("NOT " * 3000 + "a=1", "cql2-text", LONG),
    ("NOT " * 1000 + "a=1", "cql2-text", DEEP),
    ("a = " + "- " * 33 + "1", "cql2-text", DEEP),
    ("CASEI(" * 33 + "a" + ")" * 33 + "='x'", "cql2-text", DEEP),
    ("A_EQUALS(w," + "(" * 33 + "'a'" + ")" * 34, "cql2-text", DEEP),
    (" OR ".join(["a=1"] * 900), "cql2-text", MANY),
    ("a IN (" + ",".join(["1"] * 4000) + ")", "cql2-text", MANY),
    ("S_INTERSECTS(g, LINESTRING(" + ",".join(["-1 2"] * 1001) + "))", "cql2-text", "at most 1000 corners"),
    ("a = '" + "ầ" * 3000 + "'", "cql2-text", LONG),
    ("CASEI(a) = '" + "x" * 1_000_000 + "'", "cql2-text", LONG),
    ('{"op":"not","args":[' * 400 + "true" + "]}" * 400, "cql2-json", LONG),
    ('{"op":"not","args":[' * 100 + "true" + "]}" * 100, "cql2-json", DEEP),
    ("[" * 8000, "cql2-json", DEEP),
    ('{"a":' * 1000, "cql2-json", DEEP),
]


@pytest.mark.usefixtures("no_parser")
@pytest.mark.parametrize(("text", "lang", "told"), TOO_LARGE)
def test_a_filter_that_is_too_large_never_reaches_a_parser(text: str, lang: Language, told: str) -> None:
    with pytest.raises(BadRequest, match=told) as refused:
        parse(text, lang=lang)
    assert refused.value.parameter == "filter"


@pytest.mark.parametrize(
    ("encoded", "told"),
    [
        ('{"op":"not","args":[' * 33 + "true" + "]}" * 33, DEEP),
        (json.dumps({"op": "and", "args": [True] * 500}), MANY),
        (json.dumps({"op": "in", "args": [{"property": "a"}, [1] * 499]}), MANY),
        (
            json.dumps({"op": "isNull", "args": [{"type": "MultiPoint", "coordinates": [[1, 2]] * 1001}]}),
            "at most 1000 corners",
        ),
        (json.dumps({"op": "like", "args": [{"property": "a"}, "%a" * 11]}), "at most 10 wildcards"),
        (json.dumps({"op": "like", "args": [{"property": "a"}, {"op": "casei", "args": ["_" * 11]}]}), "10 wildcards"),
    ],
)  # fmt: skip
def test_a_filter_of_too_many_parts_is_refused(encoded: str, told: str) -> None:
    roomy = Limits(length=100_000)
    with pytest.raises(BadRequest, match=told):
        parse(encoded, lang="cql2-json", limits=roomy)


@pytest.mark.parametrize(
    "text",
    ["a=" + "+".join(["1"] * 34), "=".join(["a"] * 40), "a=" + "^".join(["2"] * 40), "a=" + "*".join(["b"] * 34)],
)
def test_chains_nest_too(text: str) -> None:
    with pytest.raises(BadRequest, match=DEEP):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        " AND ".join(["a=1"] * 125),
        "a IN (" + ",".join(["1"] * 497) + ")",
        "(" * 32 + "a=1" + ")" * 32,
        "S_INTERSECTS(g, LINESTRING(" + ",".join(f"-{x} 2" for x in range(1000)) + "))",
        r"a LIKE '%\%%\_%\\%'",
        "a = '" + "x" * (LIMITS.length - 6) + "'",
    ],
)
def test_a_filter_at_its_limits_is_read(text: str) -> None:
    assert parse(text)


def test_limits_are_settings_of_one_place() -> None:
    small = Limits(length=20, depth=2, nodes=3, vertices=1, wildcards=1)
    for text in ("a = 1 OR a = 2 OR a = 3", "((((a))))", "a + 1 = 2", "a=LINESTRING(1 2,3 4)", "a LIKE '%%'"):
        assert parse(text)
        with pytest.raises(BadRequest):
            parse(text, limits=small)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("title = '\0'", "cql2-text"),
        ("title = '\ud800'", "cql2-text"),
        (r'{"op":"=","args":[{"property":"title"},"\u0000"]}', "cql2-json"),
        (r'{"op":"=","args":[{"property":"title"},"\ud800"]}', "cql2-json"),
        (r'{"op":"=","args":[{"property":"\udfff"},"x"]}', "cql2-json"),
    ],
)
def test_a_text_that_the_store_cannot_hold_is_refused(text: str, lang: Language) -> None:
    with pytest.raises(BadRequest):
        parse(text, lang=lang)


# Every way in which a filter nests, as deep as it may, whole, cut off and wrong in its innermost place; then a soup of
# words. The library recurses natively: what goes wrong there ends the process, so it is run in one of its own.
NESTING = r"""
import json, random
from geo.errors import BadRequest
from geo.filters import LIMITS, parse

ways = {
    "(": ("(", ")"), "NOT (": ("NOT (", ")"), "-(": ("- (", ")"), "CASEI(": ("CASEI(", ")"), "IN (": ("a IN (", ")"),
    "AND (": ("(a=1 AND ", ")"), "BETWEEN": ("(a BETWEEN 1 AND ", ")"), "T(": ("T_AFTER(a, INTERVAL(", "))"),
    "A(": ("A_EQUALS(w, (", "))"), "array": ("(", ",'b')"), "GC": ("GEOMETRYCOLLECTION(", ")"),
    "POINT": ("POINT(", ")"),
    "NOT": ("NOT ", ""), "-": ("- ", ""), "IS": ("(", " IS NULL)"), "LIKE": ("(a LIKE ", ")"), "^": ("(2 ^ ", ")"),
    "fun": ("S_INTERSECTS(a, ", ")"), "BBOX": ("BBOX(1, 2, 3, ", ")"), "=": ("a = (", ")"), "+": ("1 + (", ")"),
}
read = refused = 0
def attempt(text, lang="cql2-text"):
    global read, refused
    try:
        parse(text, lang=lang)
        read += 1
    except BadRequest:
        refused += 1
for before, after in ways.values():
    for depth in (1, 2, 9, 16, 24, LIMITS.depth - 1, LIMITS.depth):
        for inner in ("a=1", "a", "", "a b", "'x'", "1 2", "POINT(1 2)"):
            attempt(before * depth + inner + after * depth)
            attempt(before * depth + inner + after * (depth - 1))
            attempt(before * depth + inner)
            attempt("a = 1 AND " + before * depth + inner + after * depth + " OR b = 2")
for depth in (1, 2, 31, 32, 33, 69):
    attempt('{"op":"not","args":[' * depth + "true" + "]}" * depth, "cql2-json")
    attempt("[" * depth + "]" * depth, "cql2-json")
    attempt('{"interval":[' * depth + '"..",".."' + "]}" * depth, "cql2-json")
    attempt('{"type":"GeometryCollection","geometries":[' * depth + "]}" * depth, "cql2-json")
words = '''a title ( ) ( ) , AND OR NOT IN BETWEEN LIKE IS NULL TRUE DIV = < <> + - * / % ^ 'x' '' 1 .5 1e3
    POINT POLYGON BBOX GEOMETRYCOLLECTION Z EMPTY CASEI S_INTERSECTS( T_AFTER( INTERVAL( DATE( '2020-01-01' '..'
    A_EQUALS( "q" x0 x9'''.split()
chance = random.Random(7)
for _ in range(1000):
    attempt(" ".join(chance.choices(words, k=chance.choice([3, 8, 20, 80]))))
print(json.dumps([read, refused]))
"""


def test_no_way_of_nesting_ends_the_process_or_takes_for_ever() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NESTING], cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    read, refused = json.loads(done.stdout)
    assert read > 200
    assert refused > 2000
