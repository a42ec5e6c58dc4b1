"""Where a tile counts its works, the map shows circles with numbers; here tiles count from one hundred works on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from geo.tiles import drawing
from tests.api.pages.crowd import DISTRICT, MANY, from_tiles, notice, publish_crowd, tiles_asked
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving
from tests.maps.district import eventually

Open = Callable[..., Page]
CIRCLE = ".map-circle"


@pytest.fixture(scope="module")
def site(module_database: Database) -> Iterator[Site]:
    publish_crowd(module_database)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "MOST_SHAPES", 100)
        with serving(module_database) as running:
            yield running


def counted(page: Page) -> int:
    """The sum of all circles' works, as they are read aloud."""
    labels = page.locator(".map-circle-count").evaluate_all("(all) => all.map((one) => one.ariaLabel)")
    return sum(int(re.sub(r"\D", "", label.partition(".")[0])) for label in labels)


def test_circles_count_every_work_of_the_district_once(open_page: Open) -> None:
    page = open_page(DISTRICT)
    from_tiles(page)
    eventually(page, lambda: counted(page), MANY)
    expect(notice(page)).to_contain_text("3,002 works in view. Circles count works")
    assert {tuple(query) for query in tiles_asked(page)} == {("district",), ()}


def test_a_circle_tells_its_works_by_status_and_leads_nearer(open_page: Open) -> None:
    page = open_page(DISTRICT)
    from_tiles(page)
    circle = page.locator(CIRCLE).nth(3)
    circle.hover()
    told = page.locator(".map-tooltip")
    expect(told.locator(".badge")).not_to_have_count(0)
    works = int(re.sub(r"\D", "", told.locator(".map-circle-works").inner_text()))
    assert sum(int(text) for text in told.locator("dd").all_inner_texts()) == works
    assert circle.inner_text() == str(works)
    before = page.evaluate("() => map_1.getZoom()")
    circle.click()
    eventually(page, lambda: page.evaluate("() => map_1.getZoom()"), before + 2)


def test_a_choice_of_statuses_is_counted_even_where_it_has_no_code(open_page: Open) -> None:
    page = open_page(DISTRICT)
    from_tiles(page)
    page.locator("input[name=status][value=completed]").uncheck()
    expect(notice(page)).not_to_contain_text("3,002")
    shown = int(re.sub(r"\D", "", notice(page).inner_text().partition(" ")[0]))
    eventually(page, lambda: counted(page), shown)
    page.locator("input[name=status][value=not-entered]").uncheck()
    expect(notice(page)).not_to_contain_text(f"{shown:,}")
    fewer = int(re.sub(r"\D", "", notice(page).inner_text().partition(" ")[0]))
    assert fewer < shown
    eventually(page, lambda: counted(page), fewer)


def test_a_choice_that_cells_do_not_know_shows_the_district_s_number(open_page: Open) -> None:
    page = open_page(DISTRICT)
    from_tiles(page)
    page.locator("summary", has_text="Category").click()
    page.locator("input[name=category][value=road]").uncheck()
    expect(notice(page)).not_to_contain_text("3,002")
    shown = int(re.sub(r"\D", "", notice(page).inner_text().partition(" ")[0]))
    eventually(page, lambda: counted(page), shown)
    expect(page.locator(CIRCLE)).to_have_count(1)


def test_nothing_on_the_map_is_in_the_keyboard_s_way(open_page: Open) -> None:
    page = open_page(DISTRICT)
    from_tiles(page)
    assert page.locator(f"{CIRCLE}[tabindex]").count() == 0
    assert page.locator(f"{CIRCLE} [role=img][aria-label]").count() == page.locator(CIRCLE).count()
