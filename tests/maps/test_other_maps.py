"""The maps of the city and of one project in a browser, and what happens when data do not come."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from maps.tallies import DistrictTally, tallies_json
from maps.texts import map_texts
from maps.views import city_map, project_map
from tests.fixtures.browser import watch
from tests.maps import facts
from tests.maps.district import PAINTED, drawn, eventually, put_district, same
from tests.maps.site import URLS, Site

LAYER = "() => Object.values(map_1._layers).find((l) => l.options?.sign).options.color"
GROUND = "() => getComputedStyle(document.body).backgroundColor"


def put_city(site: Site) -> str:
    tallies = [
        DistrictTally(id=facts.WEST, url="/en/maps/districts/test.west", ongoing=12, works=30, delay_days=4.5),
        DistrictTally(id=facts.MIDDLE, url="/en/maps/districts/test.middle", ongoing=3, works=5, delay_days=None),
    ]
    site.put("/en/maps/districts.json", tallies_json(tallies, "ongoing"))
    page = city_map(facts.city(), URLS, language="en", measure="ongoing")
    return site.put_page("/en/maps", page, side="", texts=map_texts(same))


def test_the_city_is_shaded_with_its_numbers(tab: Page, site: Site) -> None:
    tab.goto(put_city(site))
    west = tab.locator(f"[data-district-id='{facts.WEST}']")
    expect(west).to_have_class("map-district map-shade shade-ongoing shade-2 leaflet-interactive")
    expect(west).to_have_attribute("aria-label", "West: Ongoing works 12")
    expect(tab.locator(".map-label-shade .map-label-count").first).to_have_text("12")
    expect(tab.locator(f"[data-district-id='{facts.FAR}']")).to_have_class(
        "map-district map-shade shade-ongoing shade-none leaflet-interactive"
    )


def test_a_district_opens_by_keyboard_and_its_hostile_name_stays_text(tab: Page, site: Site) -> None:
    tab.goto(put_city(site))
    middle = tab.locator(f"[data-district-id='{facts.MIDDLE}']")
    middle.press("Enter")
    expect(tab.locator(".map-card h2")).to_have_text(facts.HOSTILE[0])
    link = tab.get_by_role("link", name="Works of this district")
    expect(link).to_be_focused()
    expect(link).to_have_attribute("href", "/en/maps/districts/test.middle")
    tab.keyboard.press("Escape")
    expect(middle).to_be_focused()
    assert tab.locator("#map_1 img").count() == 0


def test_a_project_is_drawn_alone_in_its_own_view(tab: Page, site: Site) -> None:
    site.works = [facts.work(1, facts.LINE)]
    page = project_map(facts.city(), f"{URLS.works}/w-1", None, URLS, language="en")
    tab.goto(site.put_page("/en/maps/projects/w-1", page, side="", texts=map_texts(same)))
    drawn(tab, 3 + 3 + 1)
    eventually(tab, lambda: tab.evaluate(PAINTED), wanted=True)
    assert tab.evaluate("() => map_1.getBounds().contains([[16.03, 108.02], [16.08, 108.08]])")
    assert tab.evaluate("() => map_1.getZoom()") > 12


def test_an_unmapped_project_shows_the_city(tab: Page, site: Site) -> None:
    site.works = [facts.work(1) | {"geometry": None}]
    page = project_map(facts.city(), f"{URLS.works}/w-1", None, URLS, language="en")
    tab.goto(site.put_page("/en/maps/projects/w-1", page, side="", texts=map_texts(same)))
    drawn(tab, 3 + 3)


def test_dark_mode_has_its_own_colours_but_not_on_paper(browser: Browser, site: Site) -> None:
    colours = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        faults = watch(page, site.base)
        page.goto(put_district(site, [facts.work(1)]))
        drawn(page, 3 + 3 + 2)
        for moment in ("load", "beforeprint", "afterprint"):
            page.evaluate("(moment) => dispatchEvent(new Event(moment))", moment)
            colours.append((page.evaluate(LAYER), page.evaluate(GROUND)))
        context.close()
        assert faults == []
    light, dark = ("#b13c00", "rgb(255, 255, 255)"), ("#ff9d57", "rgb(20, 27, 32)")
    assert colours == [light, light, light, dark, light, dark]


def test_data_that_do_not_come_are_told_and_the_rest_is_drawn(browser: Browser, site: Site) -> None:
    address = put_district(site, [facts.work(1)])
    del site.files["/collections/districts/items"]
    page = browser.new_page()
    page.goto(address)
    drawn(page, 3 + 2)
    expect(page.locator(".map-notice").filter(has_text="could not be loaded")).to_be_visible()
    page.close()
