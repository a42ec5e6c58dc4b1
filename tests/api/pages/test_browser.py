"""The pages in a browser: nothing breaks, nothing comes from elsewhere, the map is drawn, text stays text."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.api.pages.conftest import HAI_CHAU, HOSTILE, HOSTILE_ID
from tests.fixtures.browser import DESKTOP, PATIENCE, PHONE
from tests.fixtures.site import Site

Open = Callable[..., Page]
CITY, DISTRICT, PROJECT = "/maps", f"/maps/districts/{HAI_CHAU}", "/maps/projects/DN-MAU-0005"
HOSTILE_PATH = "/maps/projects/X%20%22%3Cb%3E%60%201"
ENTRY = '[data-project-id="X \\"<b>` 1"]'

DRAWN_PIXELS = """() => [...document.querySelectorAll('.leaflet-container canvas')].reduce((sum, canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return sum + new Uint32Array(data.buffer).reduce((drawn, pixel) => drawn + (pixel !== 0), 0);
}, 0)"""
BELOW_THE_FOOTER = """() => document.documentElement.scrollHeight
    - Math.max(innerHeight, document.querySelector('.site-footer').getBoundingClientRect().bottom)"""
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input[type=checkbox]')]
    .filter((node) => node.offsetParent && !node.closest('p, .leaflet-container, .skip-link, .facts, td, caption'))
    .map((node) => (node.closest('label') ?? node).getBoundingClientRect())
    .filter(({ width, height }) => Math.min(width, height) < 24).length"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", ["/", CITY, DISTRICT, PROJECT, HOSTILE_PATH])
def test_a_page_is_drawn_and_fits(open_page: Open, path: str, language: str, size: ViewportSize) -> None:
    page = open_page(f"/{language}{path}", size)
    page.locator(".leaflet-container").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.lang") == language
    if path in {"/", CITY}:
        page.locator(".map-shade").nth(7).wait_for(state="attached")
    else:
        is_drawn(page)


def is_drawn(page: Page) -> None:
    """Waits until the works' canvas is not empty; from outside, as waiting inside would break the policy."""
    page.locator(".leaflet-container canvas").first.wait_for(state="attached")
    deadline = time.monotonic() + PATIENCE
    while page.evaluate(DRAWN_PIXELS) <= 20:
        assert time.monotonic() < deadline, "nothing is drawn"
        page.wait_for_timeout(50)


@pytest.mark.parametrize("path", ["/", DISTRICT, PROJECT, "/maps/overlaps", "/disclosure"])
def test_nothing_lies_below_the_footer(open_page: Open, path: str) -> None:
    assert open_page(f"/en{path}").evaluate(BELOW_THE_FOOTER) <= 1


@pytest.mark.parametrize(
    "path", ["/", CITY, DISTRICT, PROJECT, "/maps/unmapped", "/collections/projects/items", "/api", "/disclosure"]
)
def test_a_page_reflows_at_320_pixels(open_page: Open, path: str) -> None:
    page = open_page(f"/vi{path}", {"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/", CITY, DISTRICT, PROJECT, "/collections", "/disclosure"])
def test_targets_are_large_enough_for_a_finger(open_page: Open, path: str) -> None:
    assert open_page(f"/en{path}", PHONE).evaluate(SMALL_TARGETS) == 0


def test_the_popup_shows_a_hostile_title_as_text(open_page: Open) -> None:
    page = open_page(f"/en{DISTRICT}?category=road")
    page.locator(f"{ENTRY} .show-on-map").click()
    title = page.locator(".leaflet-popup .map-card-title")
    title.wait_for()
    assert title.inner_text() == HOSTILE
    assert page.locator(".leaflet-popup img").count() == 0
    page.locator(".leaflet-popup a.button").press("Enter")
    expect(page.locator("h1")).to_have_text(HOSTILE)


def test_a_work_without_a_place_has_a_page_without_a_map(open_page: Open, site: Site) -> None:
    unmapped = site.json("/collections/projects/items?mapped=false&limit=1")["features"][0]["id"]
    page = open_page(f"/en/maps/projects/{unmapped}", PHONE)
    assert page.locator(".leaflet-container").count() == 0
    assert "not on the map" in page.locator(".notice").first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_list_works_without_scripts(open_page: Open, site: Site) -> None:
    page = open_page(f"/en{DISTRICT}", scripts=False)
    every = page.locator("[data-project-id]").count()
    for box in page.locator("input[name=status]:not([value=implementation])").all():
        box.uncheck()
    page.get_by_role("button", name="Apply filters").click()
    expect(page).to_have_url(re.compile("status=implementation"))
    some = page.locator("[data-project-id]").count()
    assert 0 < some < every
    matched = site.json(f"/collections/projects/items?district={HAI_CHAU}&status=implementation&limit=1")
    assert page.locator("#works-count").inner_text().startswith(str(matched["numberMatched"]))


def test_a_box_narrows_map_list_and_address(open_page: Open) -> None:
    page = open_page(f"/en{DISTRICT}")
    before = page.locator("#works-count").inner_text()
    page.locator("input[name=status][value=completed]").uncheck()
    expect(page.locator("#works-count")).not_to_have_text(before)
    expect(page.locator("#works .badge.status-completed")).to_have_count(0)
    assert "status=implementation" in page.url
    assert "status=completed" not in page.url


def test_the_language_is_switched_on_the_spot(open_page: Open) -> None:
    page = open_page("/vi/maps?measure=delay")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/en/maps\?measure=delay"))
    expect(page.locator("h1")).to_have_text("Public works by district")


def test_a_district_opens_by_keyboard_from_the_city(open_page: Open) -> None:
    page = open_page(f"/en{CITY}")
    page.locator(f'.map-shade[data-district-id="{HAI_CHAU}"]').focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup a.button").click()
    expect(page).to_have_url(re.compile(re.escape(HAI_CHAU)))


def test_the_footprint_of_a_hostile_id_is_drawn(open_page: Open) -> None:
    page = open_page(f"/en{HOSTILE_PATH}")
    is_drawn(page)
    assert HOSTILE_ID in page.locator("dd").all_inner_texts()
