"""Rules are read whole or not at all, and come back from JSON as they were."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data import digging
from data.digging import load_rules
from geo.codes import Category
from geo.details import exact_json
from geo.errors import BadInput
from geo.overlaps.rules import rules
from tests.geo.overlaps.works import RULES

DA_NANG = Path(digging.__file__).with_name("danang.toml")


@pytest.mark.parametrize("file", [DA_NANG, None])
def test_rules_come_back_from_json_as_they_were(file: Path | None) -> None:
    told = load_rules(file)
    again = rules(json.loads(exact_json(told.as_members())))
    assert again == told
    assert again.fingerprint == told.fingerprint


def test_another_cost_is_another_fingerprint_and_another_order_is_not() -> None:
    members = RULES.as_members()
    assert rules(dict(reversed(members.items()))).fingerprint == RULES.fingerprint
    members["costs"]["waiting"]["value"] += 1
    assert rules(members).fingerprint != RULES.fingerprint


def _without(key: str) -> Callable[[dict[str, Any]], Any]:
    return lambda members: members.pop(key)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (_without("join_months"), "join_months"),
        (lambda m: m.update(join_months="12"), "join_months"),
        (lambda m: m.update(corridor_length=True), "corridor_length"),
        (lambda m: m.update(distance=15), "distance"),
        (lambda m: m["distances"].update(street=15), "distances"),
        (lambda m: m["distances"].pop("default"), "distances"),
        (lambda m: m["distances"].update(road=-1), "distances.road"),
        (lambda m: m["redig_years"].update(road=1.5), "redig_years.road"),
        (lambda m: m["likelihood"].pop("idea"), "likelihood"),
        (lambda m: m["likelihood"].update(idea=1.1), "likelihood.idea"),
        (lambda m: m["weights"].update(collision=1), "weights.collision"),
        (lambda m: m.update(firm_from="sure"), "firm_from"),
        (lambda m: m.update(exceptions=["leak"]), "exceptions.0"),
        (lambda m: m["duplicates"]["weights"].pop("place"), "duplicates.weights.place"),
        (lambda m: m["costs"]["waiting"].pop("source"), "costs.waiting.source"),
        (lambda m: m["costs"]["waiting"].update(unit="week"), "costs.waiting"),
        (lambda m: m["costs"]["disruption"].pop("other"), "costs.disruption"),
        (lambda m: m["costs"].update(currency="dong"), "costs.currency"),
    ],
)
def test_a_fault_names_its_key(change: Callable[[dict[str, Any]], Any], key: str) -> None:
    members = RULES.as_members()
    change(members)
    with pytest.raises(BadInput, match=rf": {key}[.:]"):
        rules(members)


def test_every_cost_says_where_it_is_from() -> None:
    for file in (DA_NANG, None):
        costs = load_rules(file).costs.model_dump()
        told = [costs[name] for name in ("waiting", "waiting_share", "duplicate")]
        for table in ("reinstatement_length", "reinstatement_area", "disruption"):
            told.extend(costs[table].values())
        assert all(cost["source"] and cost["note"] for cost in told)
        assert all(cost["assumption"] for cost in told if "ssumption" in cost["source"] + cost["note"])


def test_a_city_names_only_what_it_does_otherwise(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("join_months = 6\n[distances]\nbridge = 30\n[costs.waiting]\nvalue = 9.5\n", "utf-8")
    told = load_rules(own)
    assert (told.join_months, told.open_months) == (6, RULES.open_months)
    assert (told.distance(Category.BRIDGE), told.distance(Category.ROAD), told.distance(None)) == (30, 15, 15)
    assert (str(told.costs.waiting.value), told.costs.waiting.unit) == ("9.5", "d")


def test_costs_in_another_currency_are_named_as_a_whole(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[costs]\ncurrency = "EUR"\n', "utf-8")
    with pytest.raises(BadInput, match=r"own\.toml: .*costs\.reinstatement_length"):
        load_rules(own)
    own.write_text("join_months =", "utf-8")
    with pytest.raises(BadInput, match=r"own\.toml cannot be read"):
        load_rules(own)
