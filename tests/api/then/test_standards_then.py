"""Packages, the catalogue and frames of a past instant: what was published then, or a refusal, never silently now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape
from urllib.parse import quote

import pytest

from geo.values import Progress
from tests.api.then.test_items_then import now
from tests.api.then.test_pages_then import at, everything_changes
from tests.builders import ACROSS, project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

REPORT = (Progress(planned=None, actual=Decimal("0.25"), as_of=date(2026, 1, 31)),)


@pytest.fixture(scope="module")
def told(module_database: Database) -> Iterator[tuple[Site, str, dict[str, bytes]]]:
    """A site that everything changed on, an instant before that, and what the standards were told then."""
    url = module_database.writer_url
    publish_two_districts(url)
    publish(url, [project("P1", titles={"en": "Old road"}, footprint=ACROSS, reports=REPORT), project("P2")])
    with serving(module_database, embed_ancestors=("https://portal.example.org",)) as site:
        paths = ("/oc4ids", "/oc4ids/projects/P1", "/dcat")
        before = {path: site.get(path).raise_for_status().content for path in paths}
        instant = now()
        everything_changes(url)
        yield site, instant, before


def undated(text: str, instant: str) -> str:
    """What was said without the instant in its addresses."""
    return re.sub(rf"[?&]as-of={re.escape(quote(instant, safe=''))}", "", text)


@pytest.mark.parametrize("path", ["/oc4ids", "/oc4ids/projects/P1"])
def test_a_package_of_then_is_the_package_that_was_given_then(
    told: tuple[Site, str, dict[str, bytes]], path: str
) -> None:
    site, instant, before = told
    answer = site.get(f"{path}?as-of={quote(instant, safe='')}").raise_for_status()
    assert undated(answer.text, instant).encode() == before[path]
    assert b"0.25" in before[path]
    assert "Old road" not in site.get(path).text


def test_a_run_of_packages_stays_at_its_instant(told: tuple[Site, str, dict[str, bytes]]) -> None:
    site, instant, _ = told
    first = site.get(at("/oc4ids?limit=1", instant)).json()
    second = site.get(first["links"]["next"].removeprefix(site.url)).json()
    assert [one["projects"][0]["title"] for one in (first, second)] == ["Old road", "Công trình P2"]


def test_the_catalogue_of_then_leads_to_what_was_there_then(told: tuple[Site, str, dict[str, bytes]]) -> None:
    site, instant, before = told
    body = site.json(at("/dcat", instant))
    assert f'"{body["dct:modified"]["@value"]}"'.encode() in before["/dcat"]
    assert body["dct:modified"] != site.json("/dcat")["dct:modified"]
    forms = [form for one in body["dcat:dataset"] for form in one["dcat:distribution"]]
    for form in forms:
        address = form["dcat:accessURL"]["@id"].removeprefix(site.url)
        assert "as-of=" in address or re.match(r"/downloads/2/", address), address
    features = next(form for form in forms if "projects/items?f=geojson" in form["dcat:accessURL"]["@id"])
    assert "Old road" in site.get(features["dcat:accessURL"]["@id"].removeprefix(site.url)).text


def test_a_frame_shows_the_instant_of_its_page(told: tuple[Site, str, dict[str, bytes]]) -> None:
    site, instant, _ = told
    page = site.get(at("/en/maps/projects/P1", instant)).text
    (found,) = re.findall(r'type="application/json\+oembed" href="([^"]+)"', page)
    frame = site.get(unescape(found).removeprefix(site.url)).json()
    assert frame["title"] == "Old road"
    (source,) = re.findall(r'src="([^"]+)"', frame["html"])
    assert source.endswith(f"/embed/en/maps/projects/P1?as-of={quote(instant, safe='')}")
    assert "Old road" in site.get(unescape(source).removeprefix(site.url)).text


def test_what_is_no_past_instant_is_refused(told: tuple[Site, str, dict[str, bytes]]) -> None:
    site, instant, _ = told
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    for text in ("", "yesterday", tomorrow):
        for path in ("/oc4ids", "/oc4ids/projects/P1", "/dcat"):
            assert site.get(at(path, text)).status_code == 400, (path, text)
        page = f"{site.url}/en/maps?as-of={quote(text)}"
        assert site.get(f"/oembed?url={quote(page, safe='')}").status_code == 400, text
    assert site.get(at(f"/oembed?url={quote(f'{site.url}/en/maps', safe='')}", instant)).status_code == 400
    assert site.get(at("/oc4ids", "2020-01-01")).status_code == 404
    assert site.get(at("/sitemap.xml", instant)).status_code == 400
