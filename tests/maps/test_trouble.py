"""A district's map where something is in its way: a busy service, slow answers, the date line, a dislike of motion."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, Route, expect

from geo.values import Bbox
from maps.texts import map_texts
from maps.views import district_map
from tests.fixtures.browser import PHONE, watch
from tests.maps import facts
from tests.maps.district import LINES_AND_DISTRICTS, card, drawn, items_asked, open_district, put_district, same
from tests.maps.site import URLS, Site

OPEN = "(id) => Object.values(map_1._layers).find((l) => l.feature?.id === id && l.getPopup()).openPopup()"
POINTS = """() => Object.values(map_1._layers).filter((layer) => layer.feature && layer.getLatLng)
  .map((layer) => layer.getLatLng().lng).sort()"""


def test_a_busy_service_is_asked_again_when_it_says(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    site.busy = 1
    page.goto(put_district(site, [facts.work(1)]))
    drawn(page, LINES_AND_DISTRICTS + 2)
    assert len(items_asked(site)) == 2
    expect(page.locator(".map-notice")).to_be_empty()
    page.close()


def test_what_did_not_come_is_tried_again_when_the_map_is_moved(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    address, outlines = put_district(site, [facts.work(1)]), site.files.pop("/collections/districts/items")
    page.goto(address)
    expect(page.locator(".map-notice")).to_contain_text("could not be loaded")
    site.files["/collections/districts/items"] = outlines
    page.locator(".leaflet-control-zoom-in").click()
    drawn(page, LINES_AND_DISTRICTS + 2)
    expect(page.locator(".map-notice")).to_be_empty()
    page.close()


def test_the_card_that_was_asked_for_last_is_shown_though_it_comes_first(tab: Page, site: Site) -> None:
    site.matched = 3000  # so that works are drawn from tiles, and fetched to be shown
    held: list[Route] = []
    tab.route("**/items/w-1*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright asks for a function
    tab.goto(put_district(site, [facts.work(1), facts.work(2, facts.spread_point(95))]))
    for number in (0, 1):
        tab.locator(".show-on-map").nth(number).click()
    expect(card(tab).locator("h2")).to_have_text("Work 2")
    with tab.expect_response("**/items/w-1*"):
        held[0].continue_()
    tab.wait_for_timeout(100)
    expect(card(tab).locator("h2")).to_have_text("Work 2")


def test_a_card_that_closes_leads_only_those_back_to_the_list_who_were_in_it(tab: Page, site: Site) -> None:
    tab.set_viewport_size(PHONE)
    open_district(tab, site, [facts.work(1), facts.work(2, facts.LINE)])
    button = tab.locator(".show-on-map").nth(1)
    button.press("Enter")
    expect(card(tab).locator("h2")).to_have_text("Work 2")
    tab.locator("#map_1").focus()  # as a finger on the map does
    tab.evaluate(OPEN, "w-1")
    expect(card(tab)).to_have_count(1)
    expect(card(tab).locator("h2")).to_have_text("Work 1")
    expect(button).not_to_be_focused()
    expect(card(tab)).to_be_in_viewport()


def test_works_on_both_sides_of_the_date_line_are_seen_together(tab: Page, site: Site) -> None:
    sides = [{"type": "Point", "coordinates": [longitude, 0.01]} for longitude in (179.99, -179.99)]
    put_district(site, [facts.work(number, point) for number, point in enumerate(sides)])
    page = district_map(facts.city(), facts.WEST, Bbox(179.9, -0.05, -179.9, 0.05), URLS, language="en")
    tab.goto(site.put_page("/en/maps/districts/dateline", page, side="", texts=map_texts(same)))
    drawn(tab, LINES_AND_DISTRICTS + 4)
    assert tab.evaluate(POINTS) == [179.99, 180.01]
    west, _, east, _ = map(float, items_asked(site)[-1]["bbox"][0].split(","))
    assert (west > 179, east < -179) == (True, True)


def test_nothing_moves_for_those_who_dislike_it(browser: Browser, site: Site) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    faults = watch(page, site.base)
    page.goto(put_district(site, [facts.work(1)]))
    drawn(page, LINES_AND_DISTRICTS + 2)
    assert not page.evaluate("() => map_1._zoomAnimated || map_1._fadeAnimated || map_1.options.inertia")
    context.close()
    assert faults == []
