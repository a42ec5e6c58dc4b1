"""Projects as OC4IDS, of an odd city: nothing entered, every code, money of every kind, dates that clash."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft4Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

from data.standards.oc4ids import Publisher, Writer, oc4ids_project, package
from data.standards.oc4ids.writing import value
from geo.codes import Category, Status
from geo.details import SECTIONS, ChangeType, ContractStatus, Role, exact_json
from tests.builders import EVERY_SECTION

WRITER = Writer(
    prefix="oc4ids-allimi", zone=ZoneInfo("Asia/Ho_Chi_Minh"), languages=("vi", "en"), base="https://example.org"
)
_NAMES = (
    *("titles", "descriptions", "status", "category", "contractor", "supervisor", "address", "original_start"),
    *("original_end", "planned_start", "planned_end", "actual_start", "actual_end", "original_budget", "budget"),
    *("original_budget_currency", "budget_currency", "contract_amount", "contract_currency", "location_source"),
    *("location_method", "location_accuracy", "location_verified_by", "location_verified_on", "declared_districts"),
    *("agency_name", "districts", "purged", *SECTIONS),
)


def written(project_id: str = "P1", **facts: Any) -> dict[str, Any]:  # noqa: ANN401
    """A project of these facts and no others."""
    told = dict.fromkeys(_NAMES) | {"agency": "ban-1", "withheld": [], "sample": False} | facts
    told["titles"], told["descriptions"] = told["titles"] or {}, told["descriptions"] or {}
    told["published"] = "2026-11-20T03:04:05.678901Z"
    feature = {"id": project_id, "geometry": None, "properties": told}
    return oc4ids_project(json.loads(exact_json(feature), parse_float=Decimal), (), WRITER)


@pytest.fixture(scope="module")
def faults_of(shared: Path) -> Any:  # noqa: ANN401
    """What the official schema says against projects in a package."""
    folder = shared / "schemas" / "oc4ids"
    schemas = [json.loads((folder / f"project-{one}.json").read_text("utf-8")) for one in ("package-schema", "schema")]
    registry = Registry[Any]().with_resources((one["id"], DRAFT4.create_resource(one)) for one in schemas)
    validator = Draft4Validator(schemas[0], registry=registry)

    def faults(*projects: Mapping[str, Any]) -> list[str]:
        told = package(
            projects,  # type: ignore[arg-type]
            Publisher("Đà Nẵng", "https://example.org", "https://example.org/licence"),
            uri="https://example.org/oc4ids",
            published="2026-11-20T03:04:05Z",
        )
        plain = json.loads(exact_json(told))
        return [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(plain)]

    return faults


def test_nothing_entered_and_everything_purged_is_valid(faults_of: Any) -> None:  # noqa: ANN401
    bare = written()
    assert faults_of(bare, written("P2", purged=["titles"], withheld=["budget"])) == []
    assert set(bare) == {"id", "updated", "identifiers", "publicAuthority", "parties"}


def test_every_code_is_valid(faults_of: Any) -> None:  # noqa: ANN401
    statuses = [written(f"S{place}", status=one) for place, one in enumerate(Status)]
    categories = [written(f"C{place}", category=one) for place, one in enumerate(Category)]
    contracts = [{"id": f"c{place}", "status": one} for place, one in enumerate(ContractStatus)]
    changes = [{"id": f"g{place}", "type": one} for place, one in enumerate(ChangeType)]
    participants = [{"id": f"o{place}", "roles": [one]} for place, one in enumerate(Role)]
    told = written("D", contracts=contracts, changes=changes, participants=participants)
    assert faults_of(*statuses, *categories, told) == []


def test_money_is_told_in_currencies_of_the_standard_and_no_other(shared: Path, faults_of: Any) -> None:  # noqa: ANN401
    with (shared / "schemas" / "oc4ids" / "codelists" / "currency.csv").open(encoding="utf-8", newline="") as file:
        known = {row["Code"] for row in csv.DictReader(file)}
    every = {f"{a}{b}{c}" for a in _LETTERS for b in _LETTERS for c in _LETTERS}
    told_of = {one for one in every if value(1, one) is not None}
    assert told_of <= known
    assert known - told_of == {
        *("ARY", "AYM", "BGJ", "BGK", "CHC", "CSJ", "GHP", "GNE", "LAJ", "LSM", "MVQ", "PEH", "ROK", "UGW", "UYN"),
        *("VNC", "ZWC", "ZWN"),  # none of them in use since 2009
    }
    amounts = (0, Decimal("-5.25"), 10**30, Decimal("0.000001"))
    told = [written(f"M{n}", budget=one, budget_currency="VND") for n, one in enumerate(amounts)]
    assert faults_of(*told, written("X", budget=5, budget_currency="QQQ")) == []
    assert [one["budget"]["amount"]["amount"] for one in told] == list(amounts)


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_dates_that_clash_have_no_length_and_every_instant_says_its_zone(faults_of: Any) -> None:  # noqa: ANN401
    told = written(
        planned_start="2026-05-01", planned_end="2026-04-01", actual_start="1950-01-01", actual_end="2100-12-31",
        status="preparation", **EVERY_SECTION,
    )  # fmt: skip
    assert faults_of(told) == []
    assert "durationInDays" not in told["period"]
    instants = list(_instants(told))
    assert len(instants) > 10
    assert all(
        datetime.fromisoformat(one).utcoffset() is not None and len(one.rpartition("+")[2]) <= 5 for one in instants
    )


def _instants(told: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    match told:
        case dict():
            for name, one in told.items():
                if name == "allimi":
                    continue
                if name.endswith("Date") or name in {"date", "datePublished"}:
                    yield one
                else:
                    yield from _instants(one)
        case list():
            for one in told:
                yield from _instants(one)


def test_two_organisations_of_one_name_are_two_where_their_identifiers_say_so() -> None:
    suppliers = [
        {"name": "Công ty Hoàng Long", "identifier": {"scheme": "VN-ENT", "id": one}}
        for one in ("0400", "0401", "0400")
    ]
    told = written(
        participants=[{"id": "o-1", "name": "Công ty Hoàng Long"}],
        contracts=[{"id": f"c{place}", "suppliers": [one]} for place, one in enumerate(suppliers)],
    )
    referred = [one["summary"]["suppliers"][0]["id"] for one in told["contractingProcesses"]]
    assert referred == ["o-1", "VN-ENT-0401", "o-1"]
    parties = {one["id"]: one.get("identifier", {}).get("id") for one in told["parties"]}
    assert parties == {"ban-1": None, "o-1": "0400", "VN-ENT-0401": "0401"}


def test_an_address_has_only_what_a_uri_may_have() -> None:
    told = written(documents=[{"id": "d", "url": "https://example.org/báo cáo/1.pdf?số=2#a".replace(" ", "%20")}])
    assert told["documents"][0]["url"] == "https://example.org/b%C3%A1o%20c%C3%A1o/1.pdf?s%E1%BB%91=2#a"


def test_when_a_photo_was_taken_is_not_when_it_was_published() -> None:
    (photo,) = written(photos=[{"id": "f", "url": "https://example.org/1.jpg", "taken_on": "2025-05-01"}])["documents"]
    assert (photo["allimi"]["takenOn"], "datePublished" in photo) == ("2025-05-01", False)
