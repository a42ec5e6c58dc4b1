"""A district with more works than are fetched one by one: its map draws vector tiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from geo.codes import Status
from tests.api.pages.conftest import HOSTILE
from tests.api.pages.crowd import (
    AREA,
    DISTRICT,
    HERE,
    LINE,
    MANY,
    STATUSES,
    asked,
    click_at,
    from_tiles,
    layers,
    near,
    notice,
    point_at,
    publish_crowd,
    tiles_asked,
    title,
)
from tests.fixtures.browser import PHONE
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving
from tests.maps.district import eventually

Open = Callable[..., Page]

ONE_BY_ONE = "() => Object.values(map_1._layers).filter((layer) => layer.options?.sign).length"


@pytest.fixture(scope="module")
def site(module_database: Database) -> Iterator[Site]:
    publish_crowd(module_database)
    with serving(module_database) as running:
        yield running


def test_many_works_in_view_come_from_tiles_of_the_same_district(open_page: Open) -> None:
    page = open_page(DISTRICT)
    from_tiles(page)
    expect(notice(page)).to_have_text("3,002 works in view. Zoom in to see them apart.")
    assert {work["id"] for work in layers(page)} >= {"P0", "P1530", "P2999", "LINE", "AREA"}
    assert {"district": ["old.west"]} in tiles_asked(page)
    assert [query["limit"] for query in asked(page, "/projects/items")] == [["1"]]
    expect(page.locator("#works-count")).to_have_text("3,002 works in the list")


@pytest.mark.parametrize(("place", "name"), [(HERE, HOSTILE), (LINE, "A line"), (AREA, "An area")])
def test_pointing_names_a_work_and_a_click_opens_its_card(
    open_page: Open, place: tuple[float, float], name: str
) -> None:
    page = open_page(DISTRICT + near(15))
    from_tiles(page)
    point_at(page, place)
    expect(page.locator(".map-tooltip")).to_have_text(name)
    assert len({work["id"] for work in layers(page) if work["raised"]}) == 1
    click_at(page, place)
    expect(title(page)).to_have_text(name)
    expect(notice(page)).to_have_css("opacity", "0")  # the card lies there
    assert page.locator("#map_1 img, #map_1 script").count() == 0
    close_card(page)
    expect(title(page)).to_have_count(0)
    assert page.evaluate(ONE_BY_ONE) == 0


def test_the_filters_choose_among_the_works_of_the_tiles(open_page: Open) -> None:
    page = open_page(DISTRICT)
    from_tiles(page)
    page.locator("input[name=status][value=completed]").uncheck()
    completed = sum(STATUSES[n % len(STATUSES)] == Status.COMPLETED for n in range(MANY - 2))
    expect(notice(page)).to_contain_text(f"{MANY - completed:,} works")
    filters = [query["filter"][0] for query in tiles_asked(page) if "filter" in query]
    assert filters
    assert all("status IS NULL" in text and "completed" not in text for text in filters)
    page.locator("input[name=status][value=not-entered]").uncheck()
    eventually(page, lambda: "completed" in tiles_asked(page)[-1].get("status", ["completed"])[0], wanted=False)
    from_tiles(page)
    eventually(page, lambda: page.locator(".map-tiles > .leaflet-layer").count(), 1)
    assert "P4" not in {work["id"] for work in layers(page)}


def test_few_works_in_view_are_fetched_one_by_one_again(open_page: Open) -> None:
    page = open_page(DISTRICT + near(15))
    from_tiles(page)
    look(page, 18)
    expect(page.locator(".map-tiles canvas")).to_have_count(0)
    expect(notice(page)).to_be_hidden()
    click_at(page, HERE)
    expect(title(page)).to_have_text(HOSTILE)
    close_card(page)
    look(page, 15)
    eventually(page, lambda: page.locator(".map-tiles canvas.leaflet-tile-loaded").count() > 0, wanted=True)
    eventually(page, lambda: page.evaluate(ONE_BY_ONE), 0)


def close_card(page: Page) -> None:
    """Not by its button, since the map may still be moving to show the card whole."""
    page.evaluate("() => void map_1.closePopup()")


def look(page: Page, zoom: int) -> None:
    page.evaluate("([x, y, zoom]) => void map_1.setView([y, x], zoom, { animate: false })", [*HERE, zoom])


def test_the_list_leads_to_a_card_over_the_tiles_and_back(open_page: Open) -> None:
    page = open_page(DISTRICT)
    from_tiles(page)
    button = page.locator(".show-on-map").nth(1)
    button.press("Enter")
    expect(title(page).locator("a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(title(page)).to_have_count(0)
    expect(button).to_be_focused()


def test_a_phone_shows_tiles_and_a_card_that_fits(open_page: Open) -> None:
    page = open_page(DISTRICT + near(14), PHONE)
    from_tiles(page)
    click_at(page, HERE)
    expect(title(page)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_another_colour_scheme_draws_the_tiles_anew_without_asking_for_them(open_page: Open) -> None:
    page = open_page(DISTRICT)
    from_tiles(page)
    before = len(tiles_asked(page))
    assert "#b13c00" in {work["color"] for work in layers(page)}
    page.emulate_media(color_scheme="dark")
    eventually(page, lambda: {work["color"] for work in layers(page)} >= {"#ff9d57", "#72d3a5"}, wanted=True)
    assert len(tiles_asked(page)) == before
