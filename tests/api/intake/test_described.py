"""The push interface describes itself, and what it says is so."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from tests.api.intake.pushing import BASE, POINT, agency, work
from tests.fixtures.site import Site

WHOLE: dict[str, Any] = {
    "descriptions": {"en": "A bridge"},
    "status": "implementation",
    "category": "bridge",
    "contractor": "Công ty 1",
    "supervisor": "Công ty 2",
    "address": "Sơn Trà",
    "original_start": "2025-01-01",
    "original_end": "2026-03-31",
    "planned_start": "2025-01-01",
    "planned_end": "2026-09-30",
    "actual_start": "2025-02-01",
    "progress": {"planned": 0.5, "actual": 0.4, "as_of": "2026-01-31"},
    "reports": [{"planned": 0.3, "actual": 0.2, "as_of": "2025-12-31"}],
    "original_budget": {"amount": 100, "currency": "VND"},
    "budget": {"amount": 123456789.01, "currency": "VND"},
    "contract_amount": {"amount": 90, "currency": "VND"},
    "geometry": POINT,
    "crs": "OGC:CRS84",
    "location": {"source": "design", "accuracy": "design", "verified_on": "2025-01-01"},
    "scale": [{"name": "length", "value": 666.5, "unit": "m"}],
    "participants": [{"id": "1", "name": "Board", "roles": ["buyer"]}],
    "contacts": [{"role": "manager", "office": "Ban 1", "phone": "0236 3 888 888"}],
    "contracts": [
        {
            "id": "C1",
            "suppliers": [{"name": "Công ty 1", "identifier": {"scheme": "VN-ENT", "id": "0400"}}],
            "amount": {"amount": 90, "currency": "VND"},
            "subcontracts": [{"id": "S1", "supplier": {"name": "Công ty 3"}}],
            "payments": [{"id": "1", "date": "2025-06-01", "amount": {"amount": 9, "currency": "VND"}}],
        }
    ],
    "changes": [{"id": "E1", "type": "duration", "date": "2026-01-01", "reason": "Mưa", "new_end": "2026-09-30"}],
    "documents": [{"id": "D1", "type": "projectPlan", "url": "https://a.example/1.pdf", "sha256": "0" * 64}],
    "photos": [{"id": "F1", "url": "https://a.example/1.jpg", "direction": 90}],
    "briefs": [{"id": "B1", "text": "Bụi", "state": "open"}],
    "penalties": [{"id": "T1", "contractor": "Công ty 1", "points": 0.5}],
    "coordination": [{"id": "1", "firmness": "planned", "ground": ["cuts"], "late_end": "2027-03-31"}],
    "sequence": 7,
    "source_time": "2026-02-01T08:00:00+07:00",
    "code": "P1",
}


def validator(site: Site) -> Draft202012Validator:
    return Draft202012Validator(site.json(f"{BASE}/schema"))


def test_the_schema_is_one_and_takes_the_whole_model(site: Site) -> None:
    schema = validator(site)
    schema.check_schema(schema.schema)
    assert list(schema.iter_errors(work(**WHOLE))) == []
    answer = agency(site).put("P1", work(**WHOLE))
    assert (answer.status_code, answer.json()["state"]) == (201, "published"), answer.text
    assert site.json("/collections/projects/items/ban-1.P1")["properties"]["scale"][0]["value"] == 666.5


@pytest.mark.parametrize(
    "facts",
    [{"colour": 1}, {"budget": 5}, {"changes": [{"id": "1"}]}, {"status": 5}, {"photos": [{"id": "1"}]}],
    ids=str,
)
def test_what_the_schema_refuses_the_interface_refuses(site: Site, facts: dict[str, Any]) -> None:
    assert list(validator(site).iter_errors(work(**facts))) != []
    assert agency(site).put("P1", work(**facts)).status_code == 422


def test_the_schema_has_the_condition_of_a_project_of_a_batch(site: Site) -> None:
    whole = validator(site)
    batch = whole.evolve(schema={"$ref": "#/$defs/BatchProject"})
    for condition in ({"if_match": 3}, {"if_match": "*"}, {"if_none_match": "*"}):
        assert list(batch.iter_errors(work(code="P1", **condition))) == []
        assert list(whole.iter_errors(work(**condition))) != []
    for condition in ({"if_match": 0}, {"if_match": "3"}, {"if_none_match": 3}):
        assert list(batch.iter_errors(work(code="P1", **condition))) != []


def test_the_openapi_document_is_valid_and_names_every_route(site: Site) -> None:
    document = site.json(f"{BASE}/openapi")
    validate(document)
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for method in operations:
            if method != "parameters":
                answer = agency(site).ask(
                    method.upper(), path.removeprefix(BASE).format(code="X", number="9", pair="A~B")
                )
                assert answer.status_code not in {405, 500}, (method, path)
