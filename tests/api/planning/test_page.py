"""The planners' page: a plan that is drawn or written is told what it would collide with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from shapely.geometry import mapping

from tests.builders import AGENCY, publish
from tests.fixtures.browser import DESKTOP, PATIENCE, watch
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving
from tests.geo.overlaps.test_measuring import line
from tests.geo.overlaps.test_pairs import AUTUMN, OTHER, SPRING, STREET, WINTER, work

HOSTILE = "</script><img src=x onerror=alert(1)>"
HERE = "/en/maps/overlaps/check"
PLAN = {"geometry": json.dumps(mapping(STREET)), "start": WINTER[0], "end": WINTER[1], "category": "water"}


@pytest.fixture(scope="module")
def site(module_database: Database) -> Iterator[Site]:
    works = (
        work("clash", line((280, 5), (900, 5)), *SPRING, titles={"en": HOSTILE, "vi": "Tên"}),
        work("join", STREET, *AUTUMN),
        work("far", line((0, 3000), (400, 3000)), *WINTER),
    )
    publish(module_database.writer_url, works, agencies=(AGENCY, OTHER))
    with serving(module_database) as running:
        yield running


def posted(site: Site, **fields: Any) -> httpx.Response:  # noqa: ANN401
    return httpx.post(site.url + HERE, data=PLAN | fields, timeout=30)


def listed(text: str) -> list[str]:
    return re.findall(r'data-overlap-id="([^"]*)"', text)


def test_a_written_plan_is_told_the_same_as_by_the_interface_without_scripts(site: Site) -> None:
    assert listed(site.get(HERE).text) == []
    assert "nearby-title" not in site.get("/en/maps/projects/far").text
    answer = posted(site)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    asked = httpx.post(f"{site.url}/overlaps/check", json=PLAN | {"geometry": mapping(STREET)}, timeout=30).json()
    assert listed(answer.text) == [feature["id"] for feature in asked["features"]]
    assert set(listed(answer.text)) == {"clash", "join"}
    assert HOSTILE not in answer.text
    assert "Your plan" in answer.text


def test_a_plan_is_told_by_its_corners_and_by_how_firm_it_is(site: Site) -> None:
    corners = "\n".join(f"{east}, {north}" for east, north in STREET.coords)
    assert set(listed(posted(site, geometry=corners).text)) == {"clash", "join"}
    firm = posted(site, geometry=corners, firmness="on-site").text
    vague = posted(site, geometry=corners, firmness="idea", budget="1000000", early_start="2025-01-01").text
    assert '"badge overlap-clash"' in firm
    assert '"badge overlap-clash"' not in vague
    for kept in ('value="1000000"', 'value="2025-01-01"', '<option value="idea" selected>'):
        assert kept in vague


@pytest.mark.parametrize(
    "fields",
    [
        {"geometry": "here"},
        {"geometry": ""},
        {"geometry": "108,1 16,2"},
        {"budget": "much"},
        {"start": "soon"},
        {"end": "1999-01-01"},
        {"end": "9999-12-31"},
    ],
)
def test_what_cannot_be_checked_is_said_on_the_page(site: Site, fields: dict[str, str]) -> None:
    answer = posted(site, **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert listed(answer.text) == []


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_without_a_day_nothing_is_said_to_be_free_of_collisions(site: Site, language: str) -> None:
    here = f"{site.url}/{language}/maps/overlaps/check"
    free, undated = (
        httpx.post(here, data={"geometry": json.dumps(mapping(line((0, 9000), (90, 9000))))} | days, timeout=30).text
        for days in ({"start": WINTER[0]}, {"early_start": WINTER[0], "late_end": WINTER[1]})
    )
    said = [re.findall(r'id="results-count"[^>]*>([^<]+)<', text) for text in (free, undated)]
    assert [len(texts) for texts in said] == [1, 1]
    assert said[0] != said[1]


def test_works_along_a_way_stand_in_the_order_in_which_one_comes_to_them(site: Site) -> None:
    way = {"geometry": PLAN["geometry"], "buffer": "25"}
    answer = httpx.post(f"{site.url}/en/route", data=way, timeout=30)
    assert answer.status_code == 200
    told = httpx.post(f"{site.url}/route/works", json={"geometry": mapping(STREET), "buffer": 25}, timeout=30).json()
    ids = re.findall(r'data-project-id="([^"]*)"', answer.text)
    assert ids == [feature["id"] for feature in told["features"]]
    assert set(ids) == {"clash", "join"}
    assert HOSTILE not in answer.text
    faulty = httpx.post(f"{site.url}/en/route", data=way | {"buffer": "many"}, timeout=30)
    assert (faulty.status_code, 'role="alert"' in faulty.text) == (422, True)


def draw(tab: Page, places: tuple[int, ...] = (-180, 180), *, by_touch: bool = False) -> None:
    """A line along the street, which is in the middle of the map; places are pixels to the east of there."""
    tab.get_by_role("button", name="Draw a line").click()
    box = tab.locator(".folium-map").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    press = tab.touchscreen.tap if by_touch else tab.mouse.click
    for count, place in enumerate(places, 1):
        press(middle[0] + place, middle[1])
        expect(tab.locator(".leaflet-editing-icon")).to_have_count(count)
        tab.wait_for_timeout(200)  # Leaflet.draw takes a faster click for the same one
    tab.get_by_role("button", name="Finish").click()


@contextmanager
def opened(site: Site, browser: Browser, path: str, **more: Any) -> Iterator[Page]:  # noqa: ANN401
    """A page whose map shows the street; nothing may go wrong on it."""
    context = browser.new_context(viewport=DESKTOP, locale="en", **more)
    context.set_default_timeout(PATIENCE * 1000)
    tab = context.new_page()
    faults = watch(tab, site.url)
    west, south, east, _ = STREET.bounds
    tab.goto(f"{site.url}{path}#map=16/{south}/{(west + east) / 2}")
    yield tab
    context.close()
    assert faults == []


def test_a_drawn_line_is_checked_at_once_and_again_when_its_days_change(site: Site, browser: Browser) -> None:
    with opened(site, browser, HERE) as tab:
        tab.get_by_label("First day").fill(WINTER[0])
        tab.get_by_label("Last day").fill(WINTER[1])
        tab.locator("#results-count").evaluate("(node) => { node.dataset.kept = 'yes'; }")
        draw(tab)
        expect(tab.locator('[data-overlap-id="join"] .badge').first).to_have_text("Could be joined")
        expect(tab.locator("[role=status][data-kept]")).to_have_text(
            "2 collisions"
        )  # in place, so that it is announced
        expect(tab.locator("path.map-ground")).to_have_count(2)
        tab.get_by_label("Last day").fill(AUTUMN[1])  # first, since every change is asked about
        tab.get_by_label("First day").fill(AUTUMN[0])
        tab.get_by_label("First day").press("Enter")
        expect(tab.locator('[data-overlap-id="join"] .badge').first).to_have_text("Clash")
        expect(tab.locator(".map-grounds svg")).to_have_count(1)


def test_a_line_that_is_drawn_with_a_finger_has_all_its_corners(site: Site, browser: Browser) -> None:
    with opened(site, browser, HERE, has_touch=True) as tab:
        draw(tab, (-100, 0, 100), by_touch=True)
        assert len(json.loads(tab.get_by_label("Place").input_value())["coordinates"]) == 3


def test_the_works_along_a_drawn_way_are_listed_and_shown(site: Site, browser: Browser) -> None:
    with opened(site, browser, "/en/route") as tab:
        draw(tab)
        expect(tab.locator("#works [data-project-id]")).to_have_count(2)
        tab.locator('[data-project-id="join"]').get_by_role("button", name="Show on the map").press("Enter")
        expect(tab.locator(".leaflet-popup .map-card")).to_be_visible()


def test_a_written_place_is_brought_into_view(site: Site, browser: Browser) -> None:
    with opened(site, browser, HERE) as tab:
        tab.goto(f"{site.url}{HERE}#map=10/16.4/107.5")
        tab.get_by_label("Place").fill(PLAN["geometry"])
        tab.get_by_role("button", name="Check").press("Enter")
        expect(tab.locator("path.map-plan")).to_be_in_viewport()


def test_corners_are_checked_by_keyboard_without_scripts(site: Site, browser: Browser) -> None:
    with opened(site, browser, HERE, java_script_enabled=False) as tab:
        tab.get_by_label("First day").fill(WINTER[0])
        tab.get_by_label("Last day").fill(WINTER[1])
        tab.get_by_label("Place").fill("\n".join(f"{east} {north}" for east, north in STREET.coords))
        tab.get_by_role("button", name="Check").press("Enter")
        expect(tab.locator("[data-overlap-id]")).to_have_count(2)
