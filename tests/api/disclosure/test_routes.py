"""What is measured of the disclosure, and the register of what is withheld, in every form that they are served in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any, Final

import psycopg
import pytest

from data.cities import load_city
from data.policy import Policy, load_policy
from data.policy.classes import ProjectClass, When
from data.policy.rules import Withheld
from geo.codes import Status
from geo.details import details
from geo.publishing import SentRow
from geo.publishing.purging import purge
from geo.values import Progress
from tests.builders import AGENCY, EVERY_SECTION, INSIDE_WEST, project, publish, vnd
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

OTHER: Final = replace(AGENCY, code="so-2", names={"vi": "Sở số 2"})
MARK: Final = "98765432123"
REASON: Final[dict[str, Any]] = {
    "ground": "Ninety % <b>sure</b>.",
    "decided_by": "The city",
    "review": date(2030, 1, 1),
}
POLICY: Final = Policy(
    title="A policy",
    fields={**load_policy().fields, "budget": Withheld(disclosure="withheld", **REASON)},
    classes=(
        ProjectClass(name="secret", when=When(projects=frozenset({"S"})), publish=False, **REASON),
        ProjectClass(name="few", when=When(projects=frozenset({"C"})), withhold=frozenset({"address"}), **REASON),
    ),
)


def published(database: Database) -> None:
    """Works of two agencies: progress that is 0, some and not entered, and budgets that are withheld."""
    url = database.writer_url
    publish(url, [project("A", budget=vnd(MARK))], agencies=(AGENCY, OTHER))
    done = Progress(actual=Decimal(0), as_of=date.today())
    sections = details(EVERY_SECTION)
    works = [
        project("A", budget=vnd(MARK), footprint=INSIDE_WEST, progress=done, status=Status.IMPLEMENTATION),
        project("B", budget=vnd(MARK), details=sections),
        project("C", agency="so-2", address=MARK, progress=Progress(actual=Decimal("0.5"))),
    ]
    held = [SentRow(number=9, payload={"id": MARK}, project_id="A", reasons=[{"rule": "x"}])]
    publish(url, works, policy=POLICY, held=held, agencies=(AGENCY, OTHER))
    with psycopg.connect(url) as connection:
        purge(connection, {("A", 1): ["budget"]}, ground="Not public any more.", decided_by="The city")


@pytest.fixture(scope="module")
def site(module_database: Database) -> Iterator[Site]:
    published(module_database)
    city = replace(load_city(), languages=("vi", "en", "ko"))
    with serving(module_database, policy=POLICY, city=city) as running:
        yield running


def table(site: Site, path: str) -> list[dict[str, str]]:
    answer = site.get(path)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def cell(told: dict[str, Any], agency: str, field: str) -> dict[str, Any]:
    return next(one for one in told["cells"] if (one["agency"], one["field"]) == (agency, field))


def test_nought_nothing_and_withheld_are_three_cells(site: Site) -> None:
    told = site.json("/disclosure?f=json")
    progress = cell(told, "ban-1", "progress_actual")
    assert (progress["of"], progress["published"], progress["zeros"], progress["not_entered"]) == (2, 1, 1, 1)
    budget = cell(told, "ban-1", "budget")
    assert (budget["published"], budget["withheld"], budget["not_entered"], budget["rate"]) == (0, 2, 0, 0.0)
    assert cell(told, "so-2", "budget")["rate"] is None


def test_sums_are_those_of_the_cells(site: Site) -> None:
    told = site.json("/disclosure?f=json")
    for name in ("of", "published", "zeros", "withheld", "not_entered"):
        assert told[name] == sum(one[name] for one in told["cells"])
        assert told[name] == sum(one[name] for one in told["agencies"]) == sum(one[name] for one in told["fields"])
        assert told[name] == told["months"][0][name]
        assert told[name] == sum(int(row[name]) for row in table(site, "/disclosure?f=csv"))
    assert told["rate"] == round(told["published"] / (told["published"] + told["withheld"]), 6)
    assert (told["projects"], told["unmapped"], told["held"]) == (3, 2, 1)
    assert told["benchmark"]["rate"] == 0.9


def test_decisions_are_told_in_time_or_late(database: Database) -> None:
    """One of today, and one of two months ago."""
    today = date.today()
    made = [{"id": "g-1", "date": today.isoformat()}, {"id": "g-2", "date": (today - timedelta(days=60)).isoformat()}]
    url = database.writer_url
    publish(url, [project("A")])
    publish(url, [project("A", details=details({"changes": [one | {"type": "scope"} for one in made]}))])
    with serving(database) as running:
        (agency,) = running.json("/disclosure?f=json")["agencies"]
    assert (agency["decisions"], agency["decisions_in_time"]) == (2, 1)


def test_agencies_are_measured_against_their_duty(site: Site) -> None:
    told = site.json("/disclosure?f=json&agency=ban-1")
    (agency,) = told["agencies"]
    assert (agency["code"], agency["days_since_update"], agency["working_days_since_update"]) == ("ban-1", 0, 0)
    assert (agency["ongoing"], agency["progress_told"], agency["held"], agency["unmapped"]) == (1, 1, 1, 1)
    assert (told["duty"]["decision_working_days"], told["duty"]["progress_day"]) == (7, 25)


def test_agencies_are_a_table_too(site: Site) -> None:
    told = site.json("/disclosure?f=json")
    rows = table(site, "/disclosure?f=csv&table=agencies")
    assert [row["agency"] for row in rows] == [one["code"] for one in told["agencies"]] == ["ban-1", "so-2"]
    for row, one in zip(rows, told["agencies"], strict=True):
        same = one.keys() & row.keys()
        assert same >= {"projects", "unmapped", "held", "rate", "entered", "days_since_update", "decisions_in_time"}
        assert {name: row[name] for name in same} == {
            name: "" if one[name] is None else str(one[name]) for name in same
        }
        assert (row["date"], row["month"], row["benchmark_rate"]) == (told["date"], told["month"], "0.9")
    assert site.get("/disclosure?f=csv&table=others").status_code == 400
    assert site.get("/disclosure/withheld?f=csv&table=agencies").status_code == 400


def test_what_is_asked_is_narrowed(site: Site) -> None:
    rows = table(site, "/disclosure?f=csv&agency=so-2&field=address")
    assert [(row["agency"], row["field"], row["withheld"]) for row in rows] == [("so-2", "address", "1")]
    assert site.json("/disclosure?f=json&month=2001-01")["of"] == 0
    every = table(site, "/disclosure?f=csv&month=all&field=budget")
    assert {row["month"] for row in every} == {site.json("/disclosure?f=json")["month"]}
    assert site.get("/disclosure?f=json&agency=nobody").status_code == 404
    for query in ("agency=", "field=nothing", "month=2026-13", "month=0000-01", "day=1"):
        assert site.get(f"/disclosure?f=json&{query}").status_code == 400, query


def test_the_register_names_field_number_ground_and_review(site: Site) -> None:
    told = site.json("/disclosure/withheld?f=json")
    by_field = {one["field"]: one for one in told["withheld"]}
    assert (by_field["budget"]["projects"], by_field["budget"]["reasons"][0]["review"]) == (2, "2030-01-01")
    assert by_field["address"]["projects"] == 1
    assert [one["class"] for one in by_field["address"]["reasons"]] == ["few"]
    assert by_field["contacts.name"]["projects"] == 1
    assert "planned_end" not in by_field
    assert [one["class"] for one in told["unpublished"]] == ["secret"]
    (gone,) = told["purged"]
    assert (gone["field"], gone["agency"], gone["projects"], gone["versions"]) == ("budget", "ban-1", 1, 1)
    kinds = {row["kind"] for row in table(site, "/disclosure/withheld?f=csv")}
    assert kinds == {"withheld", "unpublished", "purged"}


def test_the_register_is_told_by_ground_too(site: Site) -> None:
    told = site.json("/disclosure/withheld?f=json")
    values = sum(one["projects"] for one in told["withheld"])
    assert sum(one["withheld"]["alone"] for one in told["grounds"]) <= values
    by_text = {one["ground"]: one for one in told["grounds"]}
    by_field = {one["field"]: one for one in told["withheld"]}
    ground = by_field["budget"]["reasons"][0]["ground"]
    assert "budget" in by_text[ground]["fields"]
    shown = unescape(site.get("/en/disclosure/withheld").text)
    assert shown.index('id="grounds"') < shown.index('id="purged"')
    assert ground in shown.partition('id="grounds"')[2].partition('id="purged"')[0]


def test_fields_that_the_policy_does_not_name_stand_in_the_register(site: Site) -> None:
    with serving(site.database, policy=Policy(title="Shut", fields={})) as shut:
        told = shut.json("/disclosure/withheld?f=json&field=status")
    (entry,) = told["withheld"]
    assert entry["reasons"][0]["ground"] == "The disclosure policy does not name this field."
    assert entry["reasons"][0]["review"] is None


@pytest.mark.parametrize("path", ["/disclosure", "/disclosure/withheld"])
@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_pages_show_the_same_in_every_language(site: Site, path: str, language: str) -> None:
    page = site.get(f"/{language}{path}?agency=&field=&month=")
    assert page.status_code == 200
    assert page.text.count("<caption>") == page.text.count("<table") > 1
    assert "<b>sure" not in page.text
    narrowed = site.get(f"/{language}{path}?agency=ban-1&field=budget&month=2026-01")
    assert narrowed.status_code == 200
    assert "month=2026-01" in narrowed.text


@pytest.mark.parametrize("path", ["/disclosure", "/disclosure/withheld"])
def test_no_withheld_value_is_told(site: Site, path: str) -> None:
    for form in (f"{path}?f=json", f"{path}?f=csv", f"/en{path}", f"{path}?f=json&month=all"):
        answer = site.get(form)
        assert answer.status_code == 200
        assert MARK not in answer.text
        assert "Trần Văn B" not in answer.text


def test_an_empty_site_has_its_pages(empty_site: Site) -> None:
    assert empty_site.json("/disclosure?f=json")["rate"] is None
    for path in ("/en/disclosure", "/vi/disclosure/withheld"):
        assert empty_site.get(path).status_code == 200


def test_the_site_leads_there(site: Site) -> None:
    home = site.get("/en/").text
    assert 'href="/en/disclosure"' in home
    assert 'href="/en/disclosure/withheld"' in home
    hrefs = {one["href"] for one in site.json("/?f=json")["links"]}
    assert {f"{site.url}/disclosure", f"{site.url}/disclosure/withheld"} <= hrefs
    assert {"/disclosure", "/disclosure/withheld"} <= site.json("/api?f=json")["paths"].keys()
