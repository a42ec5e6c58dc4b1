"""Three thousand works in one district, and how to look at the map that shows them."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect
from shapely import LineString, Point, box

from geo.codes import Category, Status
from tests.api.pages.conftest import HOSTILE
from tests.builders import project, publish, publish_two_districts
from tests.fixtures.database import Database

DISTRICT = "/en/maps/districts/old.west"
HERE, LINE, AREA = (108.05, 16.045), (108.0455, 16.0455), (108.0485, 16.0455)
COLUMNS, ROWS, STEP = 60, 50, 0.001
MANY = COLUMNS * ROWS + 2
STATUSES = (*Status, None)
CATEGORIES = (*Category, None)

_PLACE = """([x, y]) => { const { x: left, y: top } = map_1.getContainer().getBoundingClientRect();
    const point = map_1.latLngToContainerPoint([y, x]); return [left + point.x, top + point.y]; }"""
_ASKED = "() => performance.getEntriesByType('resource').map(({ name }) => name)"
_LAYERS = """() => Object.values(map_1._layers).flatMap(({ opened }) => [...(opened?.values() ?? [])])
    .flatMap(({ tile }) => tile.layers())
    .map(({ properties: { id }, options: { color, raised } }) => ({ id, color, raised }))"""


def publish_crowd(database: Database) -> None:
    """Points a street apart, well inside of the district `old.west`; the one at HERE has a hostile title."""
    publish_two_districts(database.writer_url)
    works = [
        project(
            f"P{number}",
            titles={"en": HOSTILE if place == HERE else f"Work {number}"},
            status=STATUSES[number % len(STATUSES)],
            category=CATEGORIES[number % len(CATEGORIES)],
            footprint=Point(place),
        )
        for number, place in enumerate(_places())
    ]
    (x, y), (east, north) = LINE, AREA
    # Amid four points, so that none of them is nearer.
    line, area = LineString([(x, y - 2e-4), (x, y + 2e-4)]), box(east - 3e-4, north - 3e-4, east + 3e-4, north + 3e-4)
    works += [project("LINE", titles={"en": "A line"}, footprint=line)]
    works += [project("AREA", titles={"en": "An area"}, footprint=area)]
    publish(database.writer_url, works)


def _places() -> list[tuple[float, float]]:
    cells = [(n % COLUMNS, n // COLUMNS) for n in range(COLUMNS * ROWS)]
    return [(round(108.02 + STEP * column, 3), round(16.02 + STEP * row, 3)) for column, row in cells]


def near(zoom: int) -> str:
    """The part of an address that shows the map around HERE."""
    return f"#map={zoom}/{HERE[1]}/{HERE[0]}"


def asked(page: Page, part: str) -> list[dict[str, list[str]]]:
    """The queries of what the page has asked for under a path so far."""
    addresses = [urlsplit(address) for address in page.evaluate(_ASKED)]
    return [parse_qs(one.query) for one in addresses if part in one.path]


def tiles_asked(page: Page) -> list[dict[str, list[str]]]:
    """The queries of the tiles."""
    return asked(page, "/collections/projects/tiles/WebMercatorQuad/")


def point_at(page: Page, place: tuple[float, float]) -> None:
    """Moves the pointer to a place."""
    page.mouse.move(*page.evaluate(_PLACE, list(place)))


def click_at(page: Page, place: tuple[float, float]) -> None:
    """Clicks at a place."""
    page.mouse.click(*page.evaluate(_PLACE, list(place)))


def layers(page: Page) -> list[dict[str, Any]]:
    """What is drawn from tiles: id, colour, and whether it stands out."""
    found: list[dict[str, Any]] = page.evaluate(_LAYERS)
    return found


def title(page: Page) -> Locator:
    """The title on the card."""
    return page.locator(".leaflet-popup .map-card-title")


def notice(page: Page) -> Locator:
    """What the map says of its works."""
    return page.locator(".map-notice").last


def from_tiles(page: Page) -> None:
    """Waits until the view is drawn from tiles."""
    expect(notice(page)).to_contain_text("works in view")
    expect(page.locator(".map-tiles canvas:not(.leaflet-tile-loaded)")).to_have_count(0)
