"""OC4IDS packages: valid by the official schema and the official checks, whole, and of published facts only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT4
from shapely import GeometryCollection, LineString

from geo.codes import Category, Status
from geo.details import details
from geo.project import Accuracy, LocationTrust
from geo.values import Progress
from tests.api.standards.cove import faults
from tests.builders import ACROSS, EVERY_SECTION, INSIDE_WEST, project, publish, publish_two_districts, vnd
from tests.fixtures.site import Site

REPORTS = tuple(
    Progress(Decimal(planned), Decimal(actual), day)
    for planned, actual, day in (("0.2", "0.1", date(2025, 1, 31)), ("0.5", "0", date(2025, 2, 28)))
)
FULL = project(
    "DN/1 ă",
    titles={"vi": "Nâng cấp đường số 1", "en": "Upgrading road no. 1"},
    descriptions={"vi": "Mở rộng 4,5 km"},
    status=Status.SUSPENDED,
    category=Category.ROAD,
    contractor="Công ty 2",
    address="24 Trần Phú",
    original_start=date(2024, 1, 1),
    original_end=date(2025, 12, 31),
    planned_start=date(2024, 2, 1),
    planned_end=date(2027, 1, 15),
    actual_start=date(2024, 3, 1),
    actual_end=date(2026, 11, 1),
    progress=REPORTS[-1],
    reports=REPORTS,
    original_budget=vnd(100),
    budget=vnd("1234567890123.45"),
    contract_amount=vnd(90),
    footprint=ACROSS,
    location=LocationTrust(source="bản vẽ", accuracy=Accuracy.DESIGN, verified_on=date(2024, 1, 1)),
    details=details(EVERY_SECTION),
)
BARE = project("bare")
MIXED = project("mixed", footprint=GeometryCollection([INSIDE_WEST, LineString([(108.01, 16.01), (108.02, 16.02)])]))


@pytest.fixture
def site(empty_site: Site) -> Site:
    publish_two_districts(empty_site.database.writer_url)
    publish(empty_site.database.writer_url, [FULL, BARE, MIXED])
    return empty_site


def validator(shared: Path) -> Draft4Validator:
    folder = shared / "schemas" / "oc4ids"
    schemas = [
        json.loads((folder / f"project-{name}.json").read_text("utf-8")) for name in ("package-schema", "schema")
    ]
    registry = Registry[Any]().with_resources((one["id"], DRAFT4.create_resource(one)) for one in schemas)
    return Draft4Validator(schemas[0], registry=registry, format_checker=FormatChecker())


def of(package: dict[str, Any], project_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in package["projects"] if one["id"] == f"oc4ids-allimi-{project_id}")
    return found


def walk(site: Site, path: str) -> Iterator[dict[str, Any]]:
    package = site.json(path)
    yield package
    while following := package.get("links", {}).get("next"):
        package = httpx.get(following, timeout=30).raise_for_status().json()
        yield package


def test_the_sample_city_is_valid_by_the_official_schema(sample_site: Site, shared: Path) -> None:
    package = sample_site.json("/oc4ids?limit=1000")
    assert len(package["projects"]) == 400
    assert [error.message for error in validator(shared).iter_errors(package)] == []


def test_the_sample_city_passes_the_official_checks(sample_site: Site) -> None:
    assert faults(sample_site.json("/oc4ids?limit=1000")) == []


def test_a_project_with_every_section_is_valid_by_the_official_schema(site: Site, shared: Path) -> None:
    assert [error.message for error in validator(shared).iter_errors(site.json("/oc4ids"))] == []


def test_a_project_with_every_section_passes_the_official_checks(site: Site) -> None:
    assert faults(site.json("/oc4ids")) == []


def test_the_checks_find_what_is_wrong(site: Site) -> None:
    package = site.json("/oc4ids")
    one = of(package, FULL.id)
    one["id"], one["description"], one["publicAuthority"]["id"] = "1", " ", "nobody"
    del one["budget"]["amount"]["currency"]
    assert {fault["check_id"] for fault in faults(package)} == {
        "invalid-project-ids", "missing-values", "missing-currency", "missing-org-refs",
    }  # fmt: skip


def test_following_next_gives_every_project_once(sample_site: Site) -> None:
    packages = list(walk(sample_site, "/oc4ids?limit=150"))
    ids = [one["id"] for package in packages for one in package["projects"]]
    assert [len(package["projects"]) for package in packages] == [150, 150, 100]
    assert len(set(ids)) == 400
    assert len({package["publishedDate"] for package in packages}) == 1


def test_packages_can_be_narrowed_and_refuse_what_they_do_not_know(sample_site: Site) -> None:
    chosen = sample_site.json("/oc4ids?status=completed&limit=1000")["projects"]
    assert {one["status"] for one in chosen} == {"completion"}
    assert {tuple(one["additionalClassifications"][0].values()) for one in chosen} == {("allimi-status", "completed")}
    assert sample_site.get("/oc4ids?wrong=1").status_code == 400


def test_one_project_has_a_package_by_either_of_its_ids(site: Site) -> None:
    for name in ("DN%2F1%20%C4%83", "oc4ids-allimi-DN%2F1%20%C4%83"):
        package = site.json(f"/oc4ids/projects/{name}")
        assert package["uri"] == f"{site.url}/oc4ids/projects/DN%2F1%20%C4%83"
        assert [one["id"] for one in package["projects"]] == ["oc4ids-allimi-DN/1 ă"]
        assert package["projects"][0] == of(site.json("/oc4ids"), FULL.id)
    assert site.get("/oc4ids/projects/nobody").status_code == 404


def test_nothing_published_is_no_package(empty_site: Site) -> None:
    assert empty_site.get("/oc4ids").status_code == 404


def test_periods_budget_and_places_are_in_their_places(site: Site) -> None:
    one = of(site.json("/oc4ids"), FULL.id)
    assert one["period"] == {
        "startDate": "2024-02-01T00:00:00+07:00", "endDate": "2027-01-15T23:59:59+07:00", "durationInDays": 1080,
    }  # fmt: skip
    assert one["completion"]["endDate"] == "2026-11-01T23:59:59+07:00"
    assert one["forecasts"][1]["observations"][0]["period"]["endDate"] == "2025-12-31T23:59:59+07:00"
    assert (one["status"], one["sector"]) == ("implementation", ["transport.road"])
    footprint, districts = one["locations"]
    assert footprint["geometry"]["type"] == "LineString"
    assert sorted(districts["gazetteer"]["identifiers"]) == ["old.east", "old.west"]
    assert [place["geometry"]["type"] for place in of(site.json("/oc4ids"), "mixed")["locations"][:2]] == [
        "Point", "LineString",
    ]  # fmt: skip


def test_money_keeps_every_digit(site: Site) -> None:
    exact = json.loads(site.get("/oc4ids").text, parse_float=Decimal)
    assert of(exact, FULL.id)["budget"]["amount"] == {"amount": Decimal("1234567890123.45"), "currency": "VND"}


def test_progress_is_a_metric_and_0_is_not_left_out(site: Site) -> None:
    package = site.json("/oc4ids")
    one = of(package, FULL.id)
    actual, planned = one["metrics"][0]["observations"], one["forecasts"][0]["observations"]
    assert [(each["id"], each["measure"]) for each in actual] == [("2025-01-31", 0.1), ("2025-02-28", 0)]
    assert [each["measure"] for each in planned] == [0.2, 0.5]
    assert "metrics" not in of(package, "bare")


def test_organisations_are_parties_once_with_all_their_roles(site: Site) -> None:
    one = of(site.json("/oc4ids"), FULL.id)
    parties = {party["name"]: party for party in one["parties"]}
    assert len(parties) == len(one["parties"]) == len({party["id"] for party in one["parties"]})
    assert parties["Công ty 2"]["id"] == "o-2"
    assert parties["Công ty 2"]["roles"] == ["supplier"]
    assert parties["Công ty 3"]["roles"] == ["subcontractor"]
    agency = parties["Ban quản lý số 1"]
    assert (agency["id"], agency["roles"]) == ("ban-1", ["publicAuthority"])
    assert agency["contactPoint"] == {
        "name": "Giám đốc dự án, Phòng 2", "telephone": "0236 382 0000", "email": "phong2@example.org",
    }  # fmt: skip


def test_contracts_have_suppliers_payments_and_what_changed(site: Site) -> None:
    (process,) = of(site.json("/oc4ids"), FULL.id)["contractingProcesses"]
    summary = process["summary"]
    assert (process["id"], summary["status"], summary["suppliers"]) == (
        "c-1",
        "active",
        [{"id": "o-2", "name": "Công ty 2"}],
    )
    assert summary["transactions"][0]["value"] == {"amount": 5, "currency": "VND"}
    assert summary["documents"][0]["documentType"] == "subContract"
    assert [(one["id"], one["type"]) for one in summary["modifications"]] == [
        ("g-1", "duration"), ("g-2", "scope"), ("g-3", "duration"),
    ]  # fmt: skip
    assert summary["modifications"][0]["newContractPeriod"] == {"endDate": "2026-03-31T23:59:59+07:00"}


def test_documents_photos_and_briefs_are_documents(site: Site) -> None:
    told = of(site.json("/oc4ids"), FULL.id)["documents"]
    assert [(one["id"], one["documentType"]) for one in told] == [
        ("document-d-1", "projectPlan"), ("photo-f-1", "illustration"), ("brief-b-1", "oversightReport"),
    ]  # fmt: skip
    assert told[0]["allimi"] == {"sha256": "0" * 64, "bytes": 1234}


def test_what_is_withheld_is_named_and_nowhere_else(site: Site) -> None:
    text = site.get("/oc4ids").text
    assert "Trần Văn B" not in text
    assert "0905" not in text
    assert of(json.loads(text), FULL.id)["allimi"]["withheld"] == ["contacts.mobile", "contacts.name"]


def test_changes_of_several_contracts_stand_with_the_works(site: Site) -> None:
    two = dict(EVERY_SECTION) | {"contracts": [{"id": "c-1"}, {"id": "c-2", "status": "terminated"}]}
    publish(site.database.writer_url, [replace(FULL, details=details(two))])
    processes = of(site.json("/oc4ids"), FULL.id)["contractingProcesses"]
    assert [one["id"] for one in processes] == ["c-1", "c-2", "works"]
    assert len(processes[2]["summary"]["modifications"]) == 3
    assert "contractValue" not in processes[2]["summary"]


def test_a_project_without_contracts_has_one_process_of_its_works(site: Site) -> None:
    publish(site.database.writer_url, [project("plain", contractor="Công ty 9", contract_amount=vnd(7))])
    (process,) = of(site.json("/oc4ids"), "plain")["contractingProcesses"]
    assert process["summary"]["contractValue"] == {"amount": 7, "currency": "VND"}
    assert process["summary"]["suppliers"][0]["name"] == "Công ty 9"
