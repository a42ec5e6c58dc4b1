from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from geo.details import NOTHING, SECTIONS, Contract, details, exact_json, paths, section_schema
from geo.disclosure import WITHHOLDABLE
from geo.errors import BadInput
from tests.builders import EVERY_SECTION


def read(text: str) -> Any:  # noqa: ANN401
    return json.loads(text, parse_float=Decimal)


def test_what_is_written_is_read_again_and_keeps_every_digit() -> None:
    known = details(EVERY_SECTION)
    assert '"amount":1234567890123.45' in known.as_json()
    assert details(read(known.as_json())) == known


@given(st.data())
def test_the_order_in_which_parts_are_given_does_not_matter(data: st.DataObject) -> None:
    mixed = {name: data.draw(st.permutations(EVERY_SECTION[name])) for name in data.draw(st.permutations(SECTIONS))}
    assert details(mixed).as_json() == details(EVERY_SECTION).as_json()


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=4))
def test_a_number_is_the_same_whatever_zeros_end_it(number: Decimal) -> None:
    one, other = (details({"scale": [{"name": "x", "value": value}]}) for value in (number, number.normalize()))
    assert one.as_json() == other.as_json()
    assert read(one.as_json())["scale"][0]["value"] == number


def test_of_coordination_there_is_one_part_at_most_with_each_code_once() -> None:
    told = details({"coordination": [{"id": "1", "ground": ["paves", "cuts", "paves"]}]})
    assert told.as_json() == '{"coordination":[{"id":"1","ground":["cuts","paves"]}]}'
    assert section_schema("coordination")["maxItems"] == 1
    with pytest.raises(BadInput, match="/coordination"):
        details({"coordination": [{"id": "1"}, {"id": "2"}]})


def test_not_entered_and_entered_as_empty_are_two_things() -> None:
    empty = details({"penalties": []})
    assert (NOTHING.penalties, NOTHING.as_json()) == (None, "{}")
    assert (empty.penalties, empty.as_json()) == ((), '{"penalties":[]}')
    assert empty.has("penalties")
    assert not NOTHING.has("penalties")


def test_parts_stand_by_day_and_the_undated_last() -> None:
    days = {"c": None, "b": "2025-01-02", "a": "2025-01-03", "d": "2025-01-02"}
    known = details({"briefs": [{"id": one, "date": day} for one, day in days.items()]})
    assert [one.id for one in known.briefs or ()] == ["b", "d", "a", "c"]


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ({"photos": [{"id": "1", "url": "javascript:alert(1)"}]}, "/photos/0/url"),
        ({"photos": [{"id": "1", "url": "https://example.org/a b"}]}, "/photos/0/url"),
        ({"scale": [{"name": "x", "value": 1.5}]}, "/scale/0/value"),
        ({"scale": [{"name": "x", "value": True}]}, "/scale/0/value"),
        ({"scale": [{"name": "x", "value": "1"}]}, "/scale/0/value"),
        ({"scale": [{"name": "x", "value": Decimal("NaN")}]}, "/scale/0/value"),
        ({"scale": [{"name": "x", "value": Decimal("1E+400")}]}, "/scale/0/value"),
        ({"scale": [{"name": " \u0000 "}]}, "/scale/0/name"),
        ({"briefs": [{"id": "1", "date": "2025-02-30"}]}, "/briefs/0/date"),
        ({"briefs": [{"id": "1", "date": 0}]}, "/briefs/0/date"),
        ({"briefs": [{"id": "1"}, {"id": "1"}]}, "/briefs"),
        ({"contracts": [{"id": "1", "payments": [{"id": "1"}, {"id": "1"}]}]}, "/contracts"),
        ({"contracts": [{"id": "1", "amount": {"amount": 1, "currency": "đồng"}}]}, "/contracts/0/amount/currency"),
        ({"changes": [{"id": "1", "type": "delay"}]}, "/changes/0/type"),
        ({"documents": [{"id": "1", "sha256": "abc"}]}, "/documents/0/sha256"),
        ({"documents": [{"id": "1", "bytes": -1}]}, "/documents/0/bytes"),
        ({"photos": [{"id": "1", "url": "https://example.org", "direction": 360}]}, "/photos/0/direction"),
        ({"contacts": [{"role": "x", "nickname": "y"}]}, "/contacts/0/nickname"),
        ({"rumours": []}, "/rumours"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(members: dict[str, Any], place: str) -> None:
    with pytest.raises(BadInput) as refused:
        details(members)
    assert f"{place}:" in str(refused.value)


@pytest.mark.parametrize("path", list(paths()))
def test_every_path_can_be_taken_away_and_nothing_else_goes_with_it(path: str) -> None:
    known = details(EVERY_SECTION)
    bare = known.without([path])
    section, _, field = path.partition(".")
    assert not bare.has(path)
    assert path in WITHHOLDABLE
    others = [name for name in SECTIONS if name != section]
    assert [getattr(bare, name) for name in others] == [getattr(known, name) for name in others]
    if field:
        assert len(getattr(bare, section)) == len(getattr(known, section))
        assert details(read(bare.as_json())) == bare


def test_the_order_does_not_tell_what_is_withheld() -> None:
    first, second = ({"briefs": [{"id": "a", "date": one}, {"id": "b", "date": "2025-01-01"}]} for one in
                     ("2024-12-31", "2025-01-02"))  # fmt: skip
    assert details(first).without(["briefs.date"]) == details(second).without(["briefs.date"])


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_is_what_its_schema_says(section: str) -> None:
    schema = section_schema(section)
    Draft202012Validator.check_schema(schema)
    assert "$ref" not in json.dumps(schema)
    Draft202012Validator(schema).validate(json.loads(details(EVERY_SECTION).as_json())[section])


def test_a_contract_knows_its_money() -> None:
    contract = Contract.model_validate(EVERY_SECTION["contracts"][0])
    assert contract.amount is not None
    assert contract.amount.money.amount == Decimal("1234567890123.45")


def test_exact_json_writes_days_truth_and_texts() -> None:
    assert (
        exact_json({"a": [date(2026, 1, 2), None, True, 'ê"', Decimal("1E+3")]})
        == '{"a":["2026-01-02",null,true,"ê\\"",1000]}'
    )
