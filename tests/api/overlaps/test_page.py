"""The page of works that collide: the pairs as a list, and the same on the map."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser, expect

from tests.api.overlaps.conftest import HOSTILE
from tests.fixtures.browser import DESKTOP, PATIENCE, PHONE, watch
from tests.fixtures.site import Site

HERE = "/maps/overlaps"


def page(site: Site, query: str = "", language: str = "en") -> str:
    answer = site.get(f"/{language}{HERE}{query}")
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


def published(site: Site, number: int) -> str:
    """The instant of a publication, as an address says it."""
    with psycopg.connect(site.database.url) as connection:
        row = connection.execute(
            "SELECT published_at FROM published.publication WHERE number = %s", [number]
        ).fetchone()
    assert row
    return quote(row[0].isoformat())


def listed(text: str) -> list[str]:
    return re.findall(r'data-overlap-id="([^"]*)"', text)


def test_pairs_stand_by_their_score_with_every_term_and_what_is_over_last(site: Site) -> None:
    text = page(site)
    features = site.json("/collections/overlaps/items?limit=100&sortby=past,-score")["features"]
    assert [feature["id"] for feature in features if feature["properties"]["past"]] == listed(text)[-1:] == ["D~E"]
    assert listed(text) == [feature["id"] for feature in features]
    for feature in features:
        for term in feature["properties"]["terms"]:
            assert f"<code>{term['name']}</code>" in text
    assert text.count('class="timeline"') == len(features)
    assert HOSTILE not in text
    assert HOSTILE in unescape(text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?class=join&class=crossing&agency=&quarter=", {"A~B", "A~C"}),
        ("?agency=ban-2&class=join", {"A~B"}),
        ("?quarter=2087-Q4", {"A~B"}),
        ("?state=past", {"D~E"}),
        ("?state=joined", set()),
        ("?project=C", {"A~C"}),
    ],
)
def test_the_form_chooses(site: Site, query: str, expected: set[str]) -> None:
    assert set(listed(page(site, query))) == expected


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ("Có thể thi công chung", "Giao cắt", "Hai công trình ở cùng một chỗ và có thể thi công cùng lúc.")),
        ("ko", ("통합 시공 가능", "교차", "두 공사는 같은 자리에 있으며 함께 시공할 수 있습니다.")),
    ],
)
def test_every_language_tells_the_same_pairs_in_its_own_words(
    site: Site, language: str, words: tuple[str, ...]
) -> None:
    text = page(site, language=language)
    assert listed(text) == listed(page(site))
    assert f'<html lang="{language}"' in text
    assert all(word in text for word in words)
    assert not [word for word in ("Could be joined", "Crossing", "At stake", "Show on the map") if word in text]


def test_on_paper_there_are_the_map_and_every_term_and_nothing_to_press(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=DESKTOP, locale="en")
    context.set_default_timeout(PATIENCE * 1000)
    tab = context.new_page()
    tab.goto(f"{site.url}/en{HERE}")
    term = tab.locator(".stake code").first
    expect(term).not_to_be_visible()
    tab.emulate_media(media="print")
    for shown in (term, tab.locator(".map-panel"), tab.locator(".timeline").first):
        expect(shown).to_be_visible()
    for hidden in (tab.locator(".site-nav"), tab.locator(".filters"), tab.locator(".show-on-map").first):
        expect(hidden).not_to_be_visible()
    context.close()


@pytest.mark.parametrize("query", ["", "?state=open"])
def test_the_map_asks_for_the_pairs_that_are_listed(site: Site, query: str) -> None:
    text = page(site, query)
    address = re.search(r'data-features="([^"]*)"', text)
    assert address
    assert [feature["id"] for feature in site.json(unescape(address[1]))["features"]] == listed(text)


def test_the_page_of_a_work_has_the_works_that_concern_it(site: Site) -> None:
    text = site.get("/en/maps/projects/A").text
    assert listed(text) == ["A~B", "A~C"]
    section = text[text.index('id="nearby-title"') :]
    for told in ("Could be joined", "Nothing agreed", "They share 1", "/en/collections/overlaps/items/A~B"):
        assert told in section
    assert '/en/maps/overlaps?project=A"' in section
    assert "Over" in site.get("/en/maps/projects/D").text
    assert HOSTILE not in text
    before = site.get(f"/en/maps/projects/A?as-of={published(site, 2)}").text
    assert "Clash" in before[before.index('id="nearby-title"') :]


def test_a_code_that_no_list_has_is_a_bad_request(site: Site) -> None:
    assert httpx.get(f"{site.url}/en{HERE}?class=quarrel").status_code == 400


def test_a_pair_is_chosen_by_keyboard_or_on_the_map(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=DESKTOP, locale="en")
    context.set_default_timeout(PATIENCE * 1000)
    tab = context.new_page()
    faults = watch(tab, site.url)
    tab.goto(f"{site.url}/en{HERE}")
    expect(tab.locator("path.map-ground")).to_have_count(len(listed(page(site))))
    entry = tab.locator('[data-overlap-id="A~B"]')
    entry.get_by_role("button", name="Show on the map").press("Enter")
    card = tab.locator(".leaflet-popup .map-card")
    expect(card).to_contain_text(HOSTILE)
    tab.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(entry.get_by_role("button", name="Show on the map")).to_be_focused()
    tab.locator("path.map-ground.overlap-crossing").first.dispatch_event("click")
    expect(tab.locator('[data-overlap-id="A~C"]')).to_have_class(re.compile("is-current"))
    context.close()
    assert faults == []


def test_on_a_phone_a_pair_that_is_chosen_stays_on_the_map(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="en", has_touch=True)
    context.set_default_timeout(PATIENCE * 1000)
    tab = context.new_page()
    tab.goto(f"{site.url}/en{HERE}")
    expect(tab.locator("path.map-ground")).to_have_count(len(listed(page(site))))
    card = tab.locator(".leaflet-popup .map-card")
    tab.locator('[data-overlap-id="A~B"]').get_by_role("button", name="Show on the map").tap()
    expect(card).to_contain_text(HOSTILE)
    expect(card).to_be_in_viewport(ratio=0.9)
    context.close()
