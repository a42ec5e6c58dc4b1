"""A district's map in a browser: opens it, waits for it, and touches what it draws."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, Position, expect

from maps.legend import sign_svg
from maps.texts import map_texts, status_names
from maps.views import district_map
from tests.fixtures.browser import PATIENCE
from tests.maps import facts
from tests.maps.site import TILES, URLS, Site, entries

PATH = "/en/maps/districts/test.west"
DRAWN = "() => { let n = 0; map_1.eachLayer((layer) => { if (layer.feature && layer.setStyle) n += 1; }); return n; }"
PLACE = "([y, x]) => { const p = map_1.latLngToContainerPoint([y, x]); return [p.x, p.y]; }"
PAINTED = """() => [...document.querySelectorAll('canvas')].some((canvas) =>
  canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0))"""


def same(text: str) -> str:
    return text


def boxes() -> str:
    checks = "".join(
        f'<label class="check"><input type="checkbox" name="status" value="{code}" checked>{sign_svg(code)}'
        f"<span>{label}</span></label>"
        for code, label in status_names(same).items()
    )
    button = '<button class="button" data-without-script>Show</button>'
    return f'<form id="filters" class="filters" method="get">{checks}{button}</form>'


def put_district(site: Site, works: list[facts.Json]) -> str:
    site.works = works
    page = district_map(facts.city(), facts.WEST, facts.VIEW, URLS, language="en")
    matched = site.matched or len(works)
    count = f'<p id="works-count" class="count" role="status" data-matched="{matched}">{matched} works</p>'
    side = f'{boxes()}{count}<div id="works"><ol class="works">{entries(works)}</ol></div>'
    return site.put_page(PATH, page, side=side, texts=map_texts(same))


def drawn(tab: Page, number: int) -> None:
    """Waits until so many parts of works and districts are drawn."""
    eventually(tab, lambda: int(tab.evaluate(DRAWN)), number)


def eventually(tab: Page, seen: Callable[[], object], wanted: object) -> None:
    """Waits until it is so; from outside, as waiting inside the page would break the policy."""
    deadline = time.monotonic() + PATIENCE
    while (found := seen()) != wanted:
        assert time.monotonic() < deadline, f"{found}, not {wanted}"
        tab.wait_for_timeout(50)


def items_asked(site: Site) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(address).query) for address in site.asked if address.startswith(URLS.works)]


def tiles_asked(site: Site) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(address).query) for address in site.asked if address.startswith(TILES)]


def open_district(tab: Page, site: Site, works: list[facts.Json], query: str = "") -> None:
    tab.goto(put_district(site, works) + query)
    drawn(tab, LINES_AND_DISTRICTS + 2 * len(works))


def place_of(tab: Page, geometry: facts.Json) -> Position:
    longitude, latitude = geometry["coordinates"]
    x, y = tab.evaluate(PLACE, [latitude, longitude])
    return {"x": x, "y": y}


def click_at(tab: Page, geometry: facts.Json) -> None:
    tab.locator("#map_1").click(position=place_of(tab, geometry))
    expect(card(tab).locator("h2")).to_be_visible()


def card(tab: Page) -> Locator:
    return tab.locator(".map-card")


LINES_AND_DISTRICTS = 3 + 3
