"""Mementos by RFC 7089: a TimeGate at the project's own address and its page, a TimeMap, and what mementos say."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import psycopg
import pytest

from geo.publishing import withdraw_samples
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

ITEM, PAGE = "/collections/projects/items/P1", "/en/maps/projects/P1"
GONE = "/collections/projects/items/P2"


@pytest.fixture(scope="module")
def site(module_database: Database) -> Iterator[Site]:
    """A project of three versions in different seconds, and one that is withdrawn."""
    url = module_database.writer_url
    for day in (1, 2, 3):
        publish(url, [project("P1", planned_end=date(2026, 1, day)), project("P2", sample=True)])
        time.sleep(1.1)
    with psycopg.connect(url) as connection:
        withdraw_samples(connection, languages=("vi",))
    with serving(module_database) as running:
        yield running


def instants(site: Site, project_id: str = "P1") -> list[datetime]:
    with psycopg.connect(site.database.url) as connection:
        rows = connection.execute(
            "SELECT lower(published) FROM published.project_version WHERE project_id = %s ORDER BY version",
            [project_id],
        ).fetchall()
    return [row[0].astimezone(UTC) for row in rows]


def text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def gate(site: Site, path: str, at: datetime) -> tuple[str, str]:
    answer = site.get(path, headers={"Accept-Datetime": format_datetime(at, usegmt=True)})
    assert answer.status_code == 302
    assert "Accept-Datetime" in answer.headers["vary"]
    return answer.headers["location"], answer.headers["link"]


@pytest.mark.parametrize("path", [ITEM, PAGE])
def test_the_original_is_its_own_timegate(site: Site, path: str) -> None:
    first, second, third = instants(site)
    for at, expected in (
        (first - timedelta(days=9), first),
        (second.replace(microsecond=0), second),
        (third - timedelta(seconds=1), second),
        (third + timedelta(days=9), third),
    ):
        location, links = gate(site, path, at)
        assert location == f"{site.url}{path}?as-of={text(expected)}"
        assert f'<{site.url}{path}>; rel="original timegate"' in links
    answer = site.get(path)
    assert "Accept-Datetime" in answer.headers["vary"]
    assert f'<{site.url}{path}/timemap>; rel="timemap"' in answer.headers["link"]


@pytest.mark.parametrize("path", [ITEM, PAGE])
def test_a_memento_says_of_when_and_of_what_it_is(site: Site, path: str) -> None:
    for day, at in enumerate(instants(site), 1):
        location, _ = gate(site, path, at)
        answer = site.get(location.removeprefix(site.url), headers={"Accept-Datetime": "whatever"})
        assert answer.status_code == 200
        assert parsedate_to_datetime(answer.headers["memento-datetime"]) == at.replace(microsecond=0)
        assert f'<{site.url}{path}>; rel="original timegate"' in answer.headers["link"]
        shown = answer.json()["properties"]["planned_end"] if path == ITEM else answer.text
        assert f"2026-01-{day:02}" in shown or f"Jan {day}, 2026" in shown
        if path == PAGE:
            assert re.findall(r'<li id="v(\d+)">', shown) == [str(number) for number in range(day, 0, -1)]
    assert "memento-datetime" not in site.get(path).headers


def test_a_timegate_names_the_mementos_beside_the_one_it_leads_to(site: Site) -> None:
    first, second, third = instants(site)
    _, links = gate(site, ITEM, second)
    told = dict(re.findall(r'as-of=(\S+?)>; rel="([^"]+)"', links))
    assert told == {text(first): "first prev memento", text(second): "memento", text(third): "next last memento"}


def test_other_parameters_are_kept(site: Site) -> None:
    answer = site.get(f"{ITEM}?f=geojson", headers={"Accept-Datetime": "Thu, 01 Jan 2099 00:00:00 GMT"})
    assert answer.headers["location"] == f"{site.url}{ITEM}?f=geojson&as-of={text(instants(site)[-1])}"


@pytest.mark.parametrize("path", [ITEM, PAGE])
def test_a_timemap_lists_all_mementos(site: Site, path: str) -> None:
    published = instants(site)
    answer = site.get(f"{path}/timemap")
    assert answer.headers["content-type"].startswith("application/link-format")
    lines = answer.text.strip().split(",\n")
    assert lines[0] == f'<{site.url}{path}>;rel="original timegate"'
    assert f"<{site.url}{path}/timemap>" in lines[1]
    found = re.findall(r'<([^>]+)>;rel="([^"]*memento)";datetime="([^"]+)"', answer.text)
    assert [one[0] for one in found] == [f"{site.url}{path}?as-of={text(at)}" for at in published]
    assert [one[1] for one in found] == ["first memento", "memento", "last memento"]
    assert [parsedate_to_datetime(one[2]) for one in found] == [at.replace(microsecond=0) for at in published]
    told = site.json(f"{path}/timemap", headers={"Accept": "application/json"})
    assert [one["uri"] for one in told["mementos"]["list"]] == [one[0] for one in found]
    assert told["timegate_uri"] == site.url + path


def test_a_stored_version_says_of_when_it_is(site: Site) -> None:
    for number, at in enumerate(instants(site), 1):
        answer = site.get(f"{ITEM}/versions/{number}")
        assert parsedate_to_datetime(answer.headers["memento-datetime"]) == at.replace(microsecond=0)
        assert f'<{site.url}{ITEM}>; rel="original timegate"' in answer.headers["link"]


def test_a_withdrawn_project_is_found_in_its_mementos_only(site: Site) -> None:
    assert site.get(GONE).status_code == 404
    location, _ = gate(site, GONE, datetime.now(UTC))
    assert location == f"{site.url}{GONE}?as-of={text(instants(site, 'P2')[-2])}"


@pytest.mark.parametrize("asked", ["yesterday", "", "Tue, 99 Foo 2026 00:00:00 GMT", "2026-01-01"])
def test_a_date_that_is_none_is_a_bad_request(site: Site, asked: str) -> None:
    assert site.get(ITEM, headers={"Accept-Datetime": asked}).status_code == 400


def test_what_never_was_has_no_mementos(site: Site) -> None:
    for path in ("/collections/projects/items/NO", "/en/maps/projects/NO"):
        assert site.get(f"{path}/timemap").status_code == 404
        assert site.get(path, headers={"Accept-Datetime": "Thu, 01 Jan 2099 00:00:00 GMT"}).status_code == 404
