"""oEmbed and the maps that other sites may frame: only those sites, only those pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest

from data.standards.oembed import as_xml, rich
from tests.fixtures.site import Site, serving

PORTAL = ("https://portal.example.org", "*.danang.example")


@pytest.fixture(scope="module")
def framed(sample_site: Site) -> Iterator[Site]:
    """The sample site, whose maps a portal may frame."""
    with serving(sample_site.database, embed_ancestors=PORTAL) as running:
        yield running


@pytest.fixture(scope="module")
def paths(sample_site: Site) -> tuple[str, ...]:
    """Pages with maps: of the city, a district, a project."""
    district = sample_site.json("/collections/districts/items?limit=1")["features"][0]["id"]
    work = sample_site.json("/collections/projects/items?limit=1&mapped=true")["features"][0]["id"]
    return ("/maps", f"/maps/districts/{district}", f"/maps/projects/{work}")


def ask(site: Site, page: str, more: str = "") -> httpx.Response:
    return site.get(f"/oembed?url={quote(page, safe='')}{more}")


def test_a_page_leads_to_a_frame_that_shows_its_map(framed: Site, paths: tuple[str, ...]) -> None:
    for path in paths:
        page = framed.get(f"/en{path}").text
        (found,) = re.findall(r'type="application/json\+oembed" href="([^"]+)"', page)
        told = httpx.get(unescape(found)).json()
        assert (told["type"], told["version"], told["width"], told["height"]) == ("rich", "1.0", 800, 500)
        (source,) = re.findall(r'src="([^"]+)"', told["html"])
        assert source == f"{framed.url}/embed/en{path}"
        answer = httpx.get(source)
        assert answer.status_code == 200
        assert f'<a href="/en{path}" rel="noopener"' in answer.text
        (script,) = re.findall(r'<script[^>]* src="(/en/maps/[^"]+)"', answer.text)
        assert framed.get(unescape(script)).status_code == 200


def test_only_the_sites_named_may_frame_and_only_these_pages(framed: Site, paths: tuple[str, ...]) -> None:
    for path in paths:
        whole, embedded = framed.get(f"/vi{path}").headers, framed.get(f"/embed/vi{path}").headers
        assert "frame-ancestors 'none'" in whole["content-security-policy"]
        assert whole["x-frame-options"] == "DENY"
        assert embedded["content-security-policy"].endswith(
            "frame-ancestors https://portal.example.org *.danang.example"
        )
        assert "default-src 'self'" in embedded["content-security-policy"]
        assert "x-frame-options" not in embedded


def test_nothing_is_for_embedding_where_no_site_is_named(sample_site: Site, paths: tuple[str, ...]) -> None:
    for path in paths:
        assert sample_site.get(f"/embed/vi{path}").status_code == 404
        assert sample_site.get(f"/embed/vi{path}").headers["x-frame-options"] == "DENY"
        assert ask(sample_site, f"{sample_site.url}/vi{path}").status_code == 404
        assert "oembed" not in sample_site.get(f"/vi{path}").text


def test_xml_says_the_same(framed: Site) -> None:
    page = f"{framed.url}/en/maps"
    root = ElementTree.fromstring(ask(framed, page, "&format=xml").content)
    assert {one.tag: one.text for one in root} == {
        name: str(value) for name, value in ask(framed, page, "&format=json").json().items()
    }


def test_a_title_with_what_xml_cannot_write_is_xml_all_the_same() -> None:
    told = rich(
        title="Cầu \uffff\x1f<b>&", source="https://a/", provider="A", provider_url="https://a/",
        most_width=None, most_height=None,
    )  # fmt: skip
    assert ElementTree.fromstring(as_xml(told)).findtext("title") == "Cầu <b>&"


def test_a_frame_is_no_larger_than_asked(framed: Site) -> None:
    told = ask(framed, f"{framed.url}/en/maps", "&maxwidth=400&maxheight=10").json()
    assert (told["width"], told["height"]) == (400, 200)


@pytest.mark.parametrize(
    "page",
    [
        "https://elsewhere.example/en/maps",
        "{here}/en/maps/projects/nobody",
        "{here}/en/maps/districts/nobody",
        "{here}/ja/maps",
        "{here}/en/collections",
        "{here}.example/en/maps",
        "javascript:alert(1)",
    ],
)
def test_no_other_address_has_a_frame(framed: Site, page: str) -> None:
    assert ask(framed, page.format(here=framed.url)).status_code == 404


def test_what_cannot_be_asked_is_refused(framed: Site) -> None:
    assert framed.get("/oembed").status_code == 400
    assert ask(framed, f"{framed.url}/en/maps", "&format=yaml").status_code == 501
    assert ask(framed, f"{framed.url}/en/maps", "&maxwidth=wide").status_code == 400


def test_links_of_an_embedded_map_leave_the_frame(framed: Site) -> None:
    assert '<base target="_blank">' in framed.get("/embed/en/maps").text
