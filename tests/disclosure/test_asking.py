"""Nobody can ask by a field that is withheld of everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.builders import AGENCY, project, publish
from tests.disclosure.writing import policy
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

ITEMS = "/collections/projects/items"
NO_MONEY = policy("""
[fields]
contractor.disclosure = "public"
progress_planned.disclosure = "public"
progress_as_of.disclosure = "public"
""")


@pytest.fixture
def site(database: Database) -> Iterator[Site]:
    publish(database.writer_url, [project("P1", contractor="A"), project("P2", supervisor="B")], policy=NO_MONEY)
    with serving(database, policy=NO_MONEY) as running:
        yield running


QUESTIONS = [
    "filter=supervisor = 'B'",
    "filter=supervisor IS NULL",
    "filter=budget > 5",
    "filter=S_INTERSECTS(footprint, POINT(108 16))",
    "filter=S_INTERSECTS(footprint, BBOX(108,16,109,17))",
    "supervisor=B",
    "status=completed",
    "budget_currency=VND",
    "sortby=-budget",
    "sortby=budget_currency",
]


@pytest.mark.parametrize("where", [ITEMS, "/collections/project-points/items", "/downloads/projects.csv"])
def test_a_field_withheld_of_all_is_unknown(site: Site, where: str) -> None:
    for query in QUESTIONS:
        assert site.get(f"{where}?{query}").status_code == 400, query


def test_the_answer_is_that_of_a_name_that_nobody_ever_gave(site: Site) -> None:
    known, unknown = (site.get(f"{ITEMS}?filter={name} = 'B'").json() for name in ("supervisor", "nonsense"))
    assert known["detail"].replace("supervisor", "nonsense") == unknown["detail"]


def test_what_is_public_of_some_can_be_asked_by(site: Site) -> None:
    assert [f["id"] for f in site.json(f"{ITEMS}?filter=contractor = 'A'&sortby=-contractor")["features"]] == ["P1"]
    assert site.json(f"{ITEMS}?agency={AGENCY.code}")["numberMatched"] == 2


def test_what_cannot_be_asked_is_in_no_description(site: Site) -> None:
    for about in ("queryables", "sortables"):
        names = site.json(f"/collections/projects/{about}")["properties"].keys()
        assert not {"supervisor", "budget", "budget_currency", "footprint", "status"} & names
        assert "contractor" in names
    assert site.json("/collections/progress/queryables")["properties"].keys() & {"planned", "actual"} == {"planned"}
    for path, methods in site.json("/api")["paths"].items():
        named = {one.get("name") for one in methods["get"].get("parameters", ()) if one.get("in") == "query"}
        assert not {"supervisor", "budget", "contract_amount"} & named, path


def test_reports_cannot_be_asked_by_what_is_withheld_of_them(site: Site) -> None:
    assert site.get("/collections/progress/items?filter=actual > 0").status_code == 400
    assert site.get("/collections/progress/items?filter=planned > 0").status_code == 200


def test_readers_are_still_told_that_something_is_withheld(site: Site) -> None:
    assert site.json(f"{ITEMS}/P2")["properties"]["withheld"] == ["supervisor"]
