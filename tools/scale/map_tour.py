"""Pan and zoom the maps of a running site in headless Chromium: requests, bytes, the slowest tile, screenshots.

    PYTHONPATH=. python tools/scale/map_tour.py http://127.0.0.1:8000 FOLDER [--chromium PATH] [--only maplibre]...

FOLDER gets a screenshot of each step. Looked at are the map of the city (`city`), the map of the district with the most
works (`district`), and the whole city in MapLibre by the site's own style on a page of another origin (`maplibre`, for
which `npm ci` in tests/clients is needed first). The mouse does what a visitor's does: it turns the wheel over the
middle, and drags. A step ends when nothing was asked for a second. Bytes are those of the bodies on the wire, none for
what the browser had. It draws in software, so its own time is not told; that of a tile is from its request to its last
byte, as the browser has it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.clients.scripts.browser_maps import FLAGS, pages_of

VIEW: Final = {"width": 1280, "height": 800}
QUIET_SECONDS: Final = 1.0
LONGEST_SECONDS: Final = 60.0
NOTCH: Final = {"city": 120, "district": 120, "maplibre": 450}
"""How far the wheel turns for about one zoom of each map."""
IN, OUT = -1, 1
STEPS: Final[tuple[tuple[str, tuple[int, ...], tuple[tuple[int, int], ...]], ...]] = (
    ("zoomed in", (IN, IN), ()),
    ("panned", (), ((-500, 0), (0, -300))),
    ("zoomed in further", (IN, IN, IN), ()),
    ("panned further", (), ((-500, 200), (400, -300), (-300, -300))),
    ("zoomed out", (OUT, OUT, OUT, OUT, OUT, OUT), ()),
)
"""What a visitor does: notches of the wheel, then drags in pixels."""


@dataclass
class Seen:
    """What a context has asked for since it was looked at last; it is quiet after so many seconds without a request."""

    quiet: float
    started: int = 0
    ended: int = 0
    last: float = 0.0
    finished: list[Request] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Count from now on."""
        context.on("request", self._on_start)
        context.on("requestfinished", self._on_finish)
        context.on("requestfailed", self._on_fail)

    def _on_start(self, _: Request) -> None:
        self.started, self.last = self.started + 1, time.monotonic()

    def _on_finish(self, request: Request) -> None:
        self.ended, self.last = self.ended + 1, time.monotonic()
        self.finished.append(request)

    def _on_fail(self, request: Request) -> None:
        self.ended, self.last = self.ended + 1, time.monotonic()
        if request.failure != "net::ERR_ABORTED":  # what left the view is given up by the map itself
            self.failed.append(f"{request.url}: {request.failure}")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a tour: milliseconds of its slowest tile, bytes on the wire."""

    page: str
    name: str
    requests: int
    tiles: int
    size: int
    slowest: float
    faults: Sequence[str]
    picture: str


def tour(page: Page, seen: Seen, name: str, address: str, folder: Path) -> Iterator[Step]:
    """Load a page, then do every step on it."""
    page.goto(address)
    yield _step(page, seen, name, "loaded", folder)
    for what, turns, drags in STEPS:
        for turn in turns:
            page.mouse.move(*_middle(page))
            page.mouse.wheel(0, turn * NOTCH[name])
            page.wait_for_timeout(500)
        for across, down in drags:
            _drag(page, across, down)
        yield _step(page, seen, name, what, folder)


def _middle(page: Page) -> tuple[float, float]:
    """The middle of the map, which may lie below the head of its page."""
    box = page.locator(".leaflet-container, #map").first.bounding_box()
    assert box is not None, "the page has no map"  # noqa: S101
    return box["x"] + box["width"] / 2, min(box["y"] + box["height"] / 2, VIEW["height"] - 60)


def _drag(page: Page, across: int, down: int) -> None:
    x, y = _middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    for part in range(1, 6):
        page.mouse.move(x + across * part / 5, y + down * part / 5)
        page.wait_for_timeout(40)
    page.mouse.up()
    page.wait_for_timeout(300)


def _step(page: Page, seen: Seen, name: str, what: str, folder: Path) -> Step:
    """Wait until nothing is asked for any more, and tell what was."""
    end = time.monotonic() + LONGEST_SECONDS
    while (seen.started > seen.ended or time.monotonic() - seen.last < seen.quiet) and time.monotonic() < end:
        page.wait_for_timeout(100)
    finished, seen.finished = seen.finished, []
    faults, seen.failed = seen.failed, []
    answers = [(one, one.response()) for one in finished if one.url.startswith("http")]
    tiles = [one for one, _ in answers if "/WebMercatorQuad/" in one.url]
    faults += [f"{one.url}: {answer.status}" for one, answer in answers if answer is not None and answer.status >= 400]
    picture = folder / f"{name}-{what.replace(' ', '-')}.png"
    page.screenshot(path=picture)
    return Step(
        page=name,
        name=what,
        requests=len(answers),
        tiles=len(tiles),
        size=sum(max(0, one.sizes()["responseBodySize"]) for one, _ in answers),
        slowest=max((one.timing["responseEnd"] for one in tiles), default=0.0),
        faults=faults,
        picture=picture.name,
    )


def most_crowded(site: str) -> str | None:
    """The id of the district in which most works lie, by the counts of the items."""
    with httpx.Client(base_url=site, timeout=60) as client:
        found = client.get("/collections/districts/items", params={"limit": 1000}).raise_for_status().json()["features"]
        counts = {one["id"]: _works(client, one["id"]) for one in found}
    return max(counts, key=lambda name: counts[name], default=None)


def _works(client: httpx.Client, district: str) -> int:
    answer = client.get("/collections/projects/items", params={"district": district, "limit": 1}).raise_for_status()
    return int(answer.json()["numberMatched"])


def tours(browser: Browser, asked: argparse.Namespace) -> Iterator[Step]:
    """Every step on every page."""
    site, folder = asked.site.rstrip("/"), asked.folder
    crowded = most_crowded(site)
    with pages_of() as pages:
        addresses = {
            "city": f"{site}/{asked.language}/maps",
            "district": crowded and f"{site}/{asked.language}/maps/districts/{crowded}",
            "maplibre": f"{pages}/maplibre.html?site={site}",
        }
        for name, address in addresses.items():
            if address and name in (asked.only or addresses):
                context, seen = browser.new_context(viewport=VIEW), Seen(asked.quiet)
                seen.watch(context)
                yield from tour(context.new_page(), seen, name, address, folder)
                context.close()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", action="append", choices=["city", "district", "maplibre"])
    parser.add_argument("--quiet", type=float, default=QUIET_SECONDS)
    return parser.parse_args()


def main() -> None:
    """Run it, print a row a step, and on the last line the sums as JSON."""
    asked, steps = _asked(), list[Step]()
    asked.folder.mkdir(parents=True, exist_ok=True)
    print("| Map | Step | Requests | of them tiles | KiB | Slowest tile, ms | Picture |\n|---|---|---|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=asked.chromium, args=[*FLAGS])
        for one in tours(browser, asked):
            steps.append(one)
            figures = f"{one.requests} | {one.tiles} | {one.size / 1024:,.0f} | {one.slowest:.0f}"
            print(f"| {one.page} | {one.name} | {figures} | {one.picture} |", flush=True)
        browser.close()
    total = {
        "requests": sum(one.requests for one in steps),
        "tiles": sum(one.tiles for one in steps),
        "bytes": sum(one.size for one in steps),
        "slowest_tile_ms": round(max((one.slowest for one in steps), default=0)),
        "faults": [fault for one in steps for fault in one.faults],
    }
    print(json.dumps(total))


if __name__ == "__main__":
    main()
