"""A district's map in a browser, under the strict policy."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.maps import facts
from tests.maps.district import (
    LINES_AND_DISTRICTS,
    PAINTED,
    card,
    click_at,
    drawn,
    eventually,
    items_asked,
    open_district,
    place_of,
    put_district,
    tiles_asked,
)
from tests.maps.site import POLICY, Site


def test_works_outlines_and_background_are_drawn(tab: Page, site: Site) -> None:
    open_district(tab, site, facts.one_of_each_status())
    eventually(tab, lambda: tab.evaluate(PAINTED), wanted=True)
    expect(tab.locator(".map-line")).to_have_count(3)
    expect(tab.locator(".map-district.is-here")).to_have_count(1)
    expect(tab.locator(".map-label-district").filter(has_text="West")).to_be_visible()
    expect(tab.locator("#map_1")).to_have_attribute("aria-label", "Map")


def test_only_what_lies_in_view_is_asked_for(tab: Page, site: Site) -> None:
    open_district(tab, site, [facts.work(1)])
    (query,) = items_asked(site)
    west, south, east, north = map(float, query["bbox"][0].split(","))
    view = facts.VIEW
    assert (west < view.west, east > view.east) == (True, True)
    assert (south < view.south, north > view.north) == (True, True)
    assert (query["district"], query["limit"]) == ([facts.WEST], ["1000"])


@pytest.mark.parametrize("policy", [POLICY, ""], ids=["strict", "no policy"])
@pytest.mark.parametrize("text", facts.HOSTILE)
def test_a_hostile_title_stays_text_in_card_tooltip_and_list(tab: Page, site: Site, text: str, policy: str) -> None:
    site.policy = policy
    work = facts.work(1, title=text, agency_name=text, contractor=text)
    open_district(tab, site, [work])
    tab.locator("#map_1").hover(position=place_of(tab, facts.POINT))
    expect(tab.locator(".map-tooltip")).to_have_text(text)
    click_at(tab, facts.POINT)  # the card may move the map from under the pointer, and the tooltip goes
    expect(card(tab).locator("h2")).to_have_text(text)
    expect(tab.locator(".show-on-map")).to_have_attribute("aria-label", f"Show on the map: {text}")
    assert tab.locator("#map_1 img, #map_1 script").count() == 0


def test_not_entered_nought_and_withheld_differ_on_the_card(tab: Page, site: Site) -> None:
    work = facts.work(1, progress_planned=None, progress_actual=0, budget=None, withheld=["budget"])
    open_district(tab, site, [work])
    click_at(tab, facts.POINT)
    names, values = (card(tab).locator(tag).all_text_contents() for tag in ("dt", "dd"))
    facts_shown = dict(zip(names, values, strict=True))
    assert facts_shown["Planned progress"] == "not entered"
    assert facts_shown["Actual progress"] == "0% (Jun 30, 2026)"
    assert facts_shown["Budget"] == "withheld"
    assert facts_shown["Planned period"] == "Jan 1, 2026 – Dec 31, 2026"
    expect(card(tab).locator(".badge-sample")).to_have_text("Sample data")
    expect(card(tab).locator("h2 a")).to_have_attribute("href", "/en/maps/projects/w-1")


def test_unchecking_a_status_reaches_map_address_and_feed(tab: Page, site: Site) -> None:
    works = facts.one_of_each_status()
    open_district(tab, site, works)
    tab.get_by_label("Under construction").uncheck()
    drawn(tab, LINES_AND_DISTRICTS + 2 * (len(works) - 1))
    assert "status=implementation" not in tab.url
    assert "status=suspended" in tab.url
    tab.get_by_label("Status not entered").uncheck()
    drawn(tab, LINES_AND_DISTRICTS + 2 * (len(works) - 2))
    eventually(tab, lambda: "implementation" in items_asked(site)[-1].get("status", ["implementation"]), wanted=False)
    assert "implementation" not in items_asked(site)[-1]["status"][0].split(",")
    tab.get_by_label("Under construction").check()
    drawn(tab, LINES_AND_DISTRICTS + 2 * (len(works) - 1))


def test_the_list_follows_the_filters_and_its_count_is_announced(tab: Page, site: Site) -> None:
    open_district(tab, site, facts.one_of_each_status(), "?cursor=second-page")
    put_district(site, [facts.work(1, title="After filtering")])
    tab.get_by_label("Cancelled").uncheck()
    expect(tab).not_to_have_url(re.compile("cursor"))
    expect(tab.locator("#works-count[role=status]")).to_have_text("1 works")
    expect(tab.locator("#works .work-title")).to_have_text("After filtering")
    expect(tab.locator("#works .show-on-map")).to_have_count(1)


def test_the_list_is_the_keyboards_way_to_the_card_and_back(tab: Page, site: Site) -> None:
    open_district(tab, site, facts.one_of_each_status())
    button = tab.locator(".show-on-map").nth(2)
    button.focus()
    tab.keyboard.press("Enter")
    expect(card(tab).locator("h2")).to_have_text("Work 2")
    expect(card(tab).locator("h2 a")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(card(tab)).to_have_count(0)
    expect(button).to_be_focused()


def test_pointing_at_a_work_marks_its_entry_and_the_other_way_round(tab: Page, site: Site) -> None:
    open_district(tab, site, [facts.work(1), facts.work(2, facts.spread_point(95))])
    click_at(tab, facts.POINT)
    expect(tab.locator("#works [data-project-id=w-1]")).to_have_class(re.compile("is-current"))
    tab.locator("#works [data-project-id=w-2]").hover()
    weight = "() => Object.values(map_1._layers).filter((l) => l.options?.raised).map((l) => l.feature.id)"
    eventually(tab, lambda: tab.evaluate(weight), ["w-2"])


def test_the_view_is_kept_in_the_address_and_read_from_it(tab: Page, site: Site) -> None:
    open_district(tab, site, [facts.work(1)], "#map=15/16.05000/108.05000")
    assert tab.evaluate("() => map_1.getZoom()") == 15
    tab.locator(".leaflet-control-zoom-in").click()
    expect(tab).to_have_url(re.compile(r"#map=16/16\.05\d*/108\.05\d*$"))
    tab.get_by_label("Cancelled").uncheck()
    other = tab.get_by_role("link", name="Tiếng Việt")
    expect(other).to_have_attribute("href", re.compile(r"/vi\?status=.*#map=16/16\.05"))


def test_up_to_a_thousand_works_are_fetched_one_by_one(tab: Page, site: Site) -> None:
    open_district(tab, site, [facts.work(n, facts.spread_point(n)) for n in range(1000)])
    expect(tab.locator(".map-notice").last).to_be_hidden()
    assert tiles_asked(site) == []


def test_more_works_are_asked_of_the_tiles_by_the_same_choice(tab: Page, site: Site) -> None:
    tab.goto(put_district(site, [facts.work(n, facts.spread_point(n), category="park") for n in range(1001)]))
    expect(tab.locator(".map-notice")).to_have_text("1,001 works in view. Zoom in to see them apart.")
    assert {tuple(query) for query in tiles_asked(site)} <= {("district",), ()}
    assert {"district": [facts.WEST]} in tiles_asked(site)
    tab.get_by_label("Cancelled").uncheck()
    tab.get_by_label("Status not entered").uncheck()
    eventually(tab, lambda: "cancelled" in tiles_asked(site)[-1].get("status", ["cancelled"])[0], wanted=False)


def test_the_list_s_count_saves_the_map_from_fetching_what_it_will_not_draw(tab: Page, site: Site) -> None:
    site.matched = 3000
    tab.goto(put_district(site, [facts.work(1)]))
    expect(tab.locator(".map-notice")).to_have_text("3,000 works in view. Zoom in to see them apart.")
    assert [query["limit"] for query in items_asked(site)] == [["1"]]


def test_tiles_that_do_not_come_are_told(browser: Browser, site: Site) -> None:
    site.matched, site.tile_status = 3000, 503
    page = browser.new_page()
    page.goto(put_district(site, [facts.work(1)]))
    expect(page.locator(".map-notice").filter(has_text="could not be loaded")).to_be_visible()
    page.close()


def test_a_choice_with_what_is_not_entered_is_a_filter(tab: Page, site: Site) -> None:
    open_district(tab, site, facts.one_of_each_status())
    for label in ("Suspended", "Completed", "Cancelled", "Identification"):
        tab.get_by_label(label, exact=True).uncheck()
    chosen = "(status IS NULL OR status IN ('preparation','implementation','completion'))"
    eventually(tab, lambda: items_asked(site)[-1].get("filter"), [chosen])


def test_points_can_be_reached_though_an_area_lies_around_them(tab: Page, site: Site) -> None:
    around = facts.work(2, facts.square(108.04, 16.04, 0.02))
    open_district(tab, site, [facts.work(1), around])
    click_at(tab, facts.POINT)
    expect(card(tab).locator("h2")).to_have_text("Work 1")


def test_nothing_chosen_shows_nothing_and_choosing_again_brings_it_back(tab: Page, site: Site) -> None:
    open_district(tab, site, facts.one_of_each_status())
    for box in tab.locator("#filters input").all():
        box.uncheck()
    drawn(tab, LINES_AND_DISTRICTS)
    assert tab.url.partition("#")[0].endswith("?status=")
    for box in tab.locator("#filters input").all():
        box.check()
    drawn(tab, LINES_AND_DISTRICTS + 2 * len(site.works))


def test_far_places_are_named_and_in_reach(tab: Page, site: Site) -> None:
    open_district(tab, site, [facts.work(1)])
    tab.get_by_role("button", name="Far Island").click()
    expect(tab.locator(".map-label-place")).to_be_visible()
    tab.get_by_role("button", name="Test City").click()
    eventually(tab, lambda: tab.evaluate("() => map_1.getBounds().contains([16.05, 108.1])"), wanted=True)


def test_a_phone_shows_the_map_above_the_list_without_sideways_scrolling(tab: Page, site: Site) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    open_district(tab, site, facts.one_of_each_status())
    tab.locator(".show-on-map").first.click()
    expect(card(tab)).to_be_in_viewport()
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= 390
    small = """() => [...document.querySelectorAll('button, input, .leaflet-control a, .check')]
      .filter((node) => node.getClientRects().length && !node.closest('.check input'))
      .map((node) => (node.closest('.check') ?? node).getBoundingClientRect())
      .filter((box) => box.width < 24 || box.height < 24).length"""
    assert tab.evaluate(small) == 0
