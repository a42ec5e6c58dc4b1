"""Feeds as Atom: well-formed whatever the data says, whole with their archives, unchanged while nothing comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import psycopg
import pytest

from tests.builders import EAST, WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

ATOM, HISTORY = "{http://www.w3.org/2005/Atom}", "{http://purl.org/syndication/history/1.0}"
HOSTILE = "]]> & <b>\u202eabc\u202c ${x}"
MANY = 230


@pytest.fixture(scope="module")
def site(module_database: Database) -> Iterator[Site]:
    url = module_database.writer_url
    publish_two_districts(url)
    works = [project(f"P{n:03}", footprint=WEST.centroid if n % 7 else EAST.centroid) for n in range(MANY)]
    publish(url, [*works, project("H 1/2", titles={"en": HOSTILE})])
    publish(url, [project("H 1/2", titles={"en": HOSTILE}, planned_end=date(2026, 3, 31))])
    publish(url, [project("P000", footprint=WEST.centroid, planned_end=date(2026, 1, 1))])
    with serving(module_database) as running:
        yield running


def feed(site: Site, path: str) -> Any:  # noqa: ANN401
    answer = site.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


def links(element: Any, rel: str) -> list[str]:  # noqa: ANN401
    return [one.get("href") for one in element.findall(f"{ATOM}link") if one.get("rel") == rel]


def documents(site: Site, path: str) -> list[Any]:
    found = [feed(site, path)]
    while earlier := links(found[-1], "prev-archive"):
        found.append(feed(site, earlier[0].removeprefix(site.url)))
    return found


def ids(documents: list[Any]) -> list[str]:
    return [entry.findtext(f"{ATOM}id") for one in documents for entry in one.findall(f"{ATOM}entry")]


def test_a_feed_has_what_atom_demands(site: Site) -> None:
    for language in ("vi", "en"):
        root = feed(site, f"/{language}/feeds/city.atom")
        for name in ("id", "title", "updated", "author"):
            assert len(root.findall(f"{ATOM}{name}")) == 1, name
        assert links(root, "self") == [f"{site.url}/{language}/feeds/city.atom"]
        entries = root.findall(f"{ATOM}entry")
        assert entries
        for entry in entries:
            for name in ("id", "title", "updated", "content"):
                assert len(entry.findall(f"{ATOM}{name}")) == 1, name
            assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", entry.findtext(f"{ATOM}id"))
        instants = [entry.findtext(f"{ATOM}updated") for entry in entries]
        assert instants == sorted(instants, reverse=True)
        assert root.findtext(f"{ATOM}updated") == instants[0]


@pytest.mark.parametrize("path", ["/en/feeds/city.atom", "/vi/feeds/districts/old.west.atom"])
def test_the_archives_hold_every_change_once(site: Site, path: str) -> None:
    found = documents(site, path)
    assert len(found) > 1
    seen = ids(found)
    assert len(seen) == len(set(seen))
    with psycopg.connect(site.database.url) as connection:
        district = "d.district_id = 'old.west'" if "west" in path else "true"
        statement = (
            "SELECT count(*) FROM published.project_version AS v WHERE EXISTS ("
            "SELECT FROM published.district_share AS d "
            f"WHERE d.project_id = v.project_id AND d.version IN (v.version, v.version - 1) AND {district}) "
        )
        if "city" in path:
            statement = "SELECT count(*) FROM published.project_version"
        row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    assert len(seen) == row[0]
    assert found[0].find(f"{HISTORY}archive") is None
    for archive in found[1:]:
        assert archive.find(f"{HISTORY}archive") is not None
        assert links(archive, "current") == [f"{site.url}{path}"]


def test_a_project_has_a_feed_whatever_its_id_and_title_are(site: Site) -> None:
    root = feed(site, "/en/feeds/projects/H%201%2F2.atom")
    titles = [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
    assert titles == [
        "]]> & <b>abc ${x}: Original end is now entered: Mar 31, 2026.",
        "]]> & <b>abc ${x}: Published for the first time.",
    ]
    for entry in root.findall(f"{ATOM}entry"):
        assert site.get(links(entry, "related")[0].removeprefix(site.url)).status_code == 200
        assert site.get(links(entry, "alternate")[0].removeprefix(site.url)).status_code == 200


def test_a_district_is_told_of_a_work_that_leaves_it(site: Site) -> None:
    for district in ("west", "east"):
        root = feed(site, f"/en/feeds/districts/old.{district}.atom")
        entry = root.find(f"{ATOM}entry")
        assert links(entry, "related") == [f"{site.url}/collections/projects/items/P000/versions/2"]


def test_a_feed_is_unchanged_until_something_is_published_and_archives_stay(site: Site) -> None:
    path = "/en/feeds/city.atom"
    known = site.get(path)
    assert site.get(path, headers={"If-None-Match": known.headers["etag"]}).status_code == 304
    before = documents(site, path)
    publish(site.database.writer_url, [project(f"N{n:03}") for n in range(90)])
    assert site.get(path, headers={"If-None-Match": known.headers["etag"]}).status_code == 200
    after = documents(site, path)
    assert set(ids(before)) < set(ids(after))
    kept = {links(one, "self")[0]: ids([one]) for one in after[1:]}
    for archive in before[1:]:
        assert kept[links(archive, "self")[0]] == ids([archive])


def test_pages_name_their_feeds_and_addresses_without_a_language_lead_on(site: Site) -> None:
    for page, path in (
        ("/en/", "/en/feeds/city.atom"),
        ("/en/maps/districts/old.west", "/en/feeds/districts/old.west.atom"),
        ("/en/maps/projects/P000", "/en/feeds/projects/P000.atom"),
        ("/en/maps/projects/P000/history", "/en/feeds/projects/P000.atom"),
    ):
        found = re.findall(r'<link rel="alternate" type="application/atom\+xml" href="([^"]+)"', site.get(page).text)
        assert path in found
        assert site.get(path).status_code == 200
    answer = site.get("/feeds/city.atom", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/feeds/city.atom")


@pytest.mark.parametrize("path", ["projects/NO", "districts/no.where"])
def test_a_feed_of_nothing_is_not_found(site: Site, path: str) -> None:
    assert site.get(f"/en/feeds/{path}.atom").status_code == 404


@pytest.mark.parametrize("query", ["before=x", "limit=1"])
def test_a_feed_that_cannot_be_understood_is_a_bad_request(site: Site, query: str) -> None:
    assert site.get(f"/en/feeds/city.atom?{query}").status_code == 400


def test_a_city_without_works_has_an_empty_feed(empty_site: Site) -> None:
    root = feed(empty_site, "/en/feeds/city.atom")
    assert root.findall(f"{ATOM}entry") == []
    assert root.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00.000000Z"
