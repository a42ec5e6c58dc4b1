"""The pages as a reader without scripts finds them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from urllib.parse import quote

import pytest

from data.cities import load_city
from geo.city import Basemap
from tests.api.pages.conftest import HAI_CHAU, HOSTILE_ID
from tests.api.pages.reading import HTML, Tags, page
from tests.builders import AGENCY, project, publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

PAGES = [
    "/",
    "/maps",
    "/maps?measure=delay&category=road",
    f"/maps/districts/{HAI_CHAU}",
    "/maps/projects/DN-MAU-0005",
    f"/maps/projects/{quote(HOSTILE_ID, safe='')}",
    "/maps/unmapped",
    "/maps/overlaps?state=open",
    "/maps/overlaps/check",
    "/route",
    "/collections",
    "/collections/projects",
    "/collections/projects/items?bbox=108.2,16,108.3,16.1&limit=500",
    "/collections/districts/items",
    "/conformance",
    "/disclosure",
    "/disclosure/withheld",
    "/api",
]
ANONYMOUS = [
    "/",
    "/maps",
    "/maps/unmapped",
    f"/maps/districts/{HAI_CHAU}",
    "/maps/projects/DN-MAU-0005",
    "/collections",
]


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole(site: Site, language: str, path: str) -> None:
    text = page(site, f"/{language}{path}")
    assert f'<html lang="{language}">' in text
    assert text.count("<h1") == 1
    assert text.count('<main id="main"') == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    scrolled = re.findall(r'<div class="table-scroll[^>]*>', text)
    assert all('tabindex="0"' in one and "aria-label" in one for one in scrolled)
    assert 'class="skip-link" href="#main"' in text
    bare = path.partition("?")[0]
    for other in ("vi", "en", "ko"):
        assert f'<link rel="alternate" hreflang="{other}" href="{site.url}/{other}{bare}">' in text
    assert f'<link rel="canonical" href="{site.url}/{language}{bare}">' in text
    assert "sample-banner" in text


@pytest.mark.parametrize("path", PAGES)
def test_nothing_on_a_page_is_inline_or_of_another_host(site: Site, path: str) -> None:
    text = page(site, f"/en{path}")
    tags = Tags(text)
    assert not [name for _, given in tags.found for name in given if name == "style" or name.startswith("on")]
    scripts = [given for tag, given in tags.found if tag == "script"]
    assert all("src" in given or given["type"] == "application/json" for given in scripts)
    assert "style" not in {tag for tag, _ in tags.found}
    sources = re.findall(r'(?:src|<link [^>]*rel="(?:stylesheet|icon|modulepreload)"[^>]*href)="([^"]+)"', text)
    assert sources
    assert all(one.startswith("/") for one in sources)


@pytest.mark.parametrize("path", PAGES)
def test_a_hostile_text_is_never_markup(site: Site, path: str) -> None:
    assert "<img src=x" not in page(site, f"/vi{path}")
    assert "<b>`" not in page(site, f"/vi{path}")


def test_the_language_switch_keeps_the_query(site: Site) -> None:
    text = page(site, "/vi/maps?measure=delay&status=completed")
    assert 'href="/en/maps?measure=delay&amp;status=completed"' in text


def test_a_title_in_another_language_says_so(site: Site) -> None:
    text = page(site, f"/vi/maps/projects/{quote(HOSTILE_ID, safe='')}")
    assert '<h1 lang="en" dir="auto">' in text


@pytest.mark.parametrize("path", ANONYMOUS)
def test_an_address_without_a_language_leads_to_the_readers(site: Site, path: str) -> None:
    headers = HTML | {"Accept-Language": "ja;q=0.9, en;q=0.8, vi;q=0.1"}
    answer = site.get(f"{path}?a=b" if path == "/maps" else path, headers=headers)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/en{path}" + ("?a=b" if path == "/maps" else "")


def test_an_unknown_language_is_a_problem(site: Site) -> None:
    answer = site.get("/xx/maps", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/vi/maps/districts/none", 404),
        ("/vi/maps/projects/%3Cimg%20src=x%3E", 404),
        ("/vi/maps/projects/%3Cimg%20src=x%3E/map.js", 404),
        ("/vi/maps?status=%3Cimg%20src=x%3E", 400),
        ("/vi/maps?measure=height", 400),
        (f"/vi/maps/districts/{HAI_CHAU}?cursor=forged", 400),
        ("/vi/collections/none", 404),
        ("/vi/collections/projects/items?none=1", 400),
        ("/collections/none", 404),
        ("/xx/", 404),
        ("/vi/maps/projects/%00", 400),
        ("/vi/maps/districts/%00", 400),
        ("/vi/maps?category=%00", 400),
        ("/vi/collections/districts/items/%00", 400),
    ],
)
def test_an_error_is_a_page_for_a_reader_and_a_problem_for_a_program(site: Site, path: str, status: int) -> None:
    read = site.get(path, headers=HTML | {"Accept-Language": "vi"})
    assert (read.status_code, read.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert '<html lang="vi">' in read.text
    assert "<img src=x" not in read.text
    program = site.get(path)
    assert (program.status_code, program.headers["content-type"]) == (status, "application/problem+json")


def test_an_unchanged_page_is_not_sent_again(site: Site) -> None:
    for path in ("/vi/", f"/en/maps/districts/{HAI_CHAU}", "/vi/maps/outlines.json?set=danang-sketch"):
        etag = site.get(path).headers["etag"]
        assert site.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_a_forged_host_changes_nothing(site: Site) -> None:
    for path in ("/en/", "/en/api", "/en"):
        honest, forged = site.get(path), site.get(path, headers={"Host": "evil.example"})
        assert (honest.text, honest.headers.get("location")) == (forged.text, forged.headers.get("location"))


def test_a_feature_as_html_is_the_page_of_what_it_is(site: Site) -> None:
    for name, feature in (("projects", "DN-MAU-0005"), ("districts", HAI_CHAU)):
        answer = site.get(f"/en/collections/{name}/items/{feature}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/en/maps/{name}/{feature}")
        assert site.get(f"/en/collections/{name}/items/none").status_code == 404


def test_before_the_first_publication_every_page_answers(empty_site: Site) -> None:
    for path in ("/", "/maps", "/maps/unmapped", "/collections", "/collections/projects/items", "/api"):
        assert "sample-banner" not in page(empty_site, f"/vi{path}")


def test_the_agency_is_named_in_the_pages_language(database: Database) -> None:
    publish(database.writer_url, [project("P1")])
    with serving(database) as site:
        for language, name in AGENCY.names.items():
            assert name in page(site, f"/{language}/maps/projects/P1")
            assert name in page(site, f"/{language}/collections/projects/items")


def test_the_host_of_a_basemap_may_send_pictures_and_nothing_else(database: Database) -> None:
    city = replace(load_city(), basemap=Basemap(url="https://{s}.tiles.example/{z}/{x}/{y}.png", attribution="Tiles"))
    with serving(database, city=city) as site:
        policy = site.get("/vi/").headers["content-security-policy"]
    assert "img-src 'self' data: https://*.tiles.example;" in policy
    assert policy.count("example") == 1
