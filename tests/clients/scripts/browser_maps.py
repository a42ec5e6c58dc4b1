"""MapLibre GL JS and Leaflet.VectorGrid draw the tiles in headless Chromium, on pages of another origin than the site.

    python browser_maps.py http://127.0.0.1:8000 /usr/bin/chromium maplibre
    python browser_maps.py http://127.0.0.1:8000 /usr/bin/chromium vectorgrid

Needs playwright, and the packages of `tests/clients/package-lock.json` (`npm ci` in that folder). The browser can reach
no host but this machine.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

FOLDER: Final = Path(__file__).resolve().parent.parent
FLAGS: Final = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PATIENCE: Final = 120_000
"""Milliseconds until a map is given up: software draws it."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves the pages and libraries, without a word."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the base class names it so
        """Say nothing."""


def look(page: Page, address: str) -> dict[str, Any]:
    """What a page found, with every fault that it and the browser met."""
    faults: list[str] = []
    page.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    page.wait_for_function("window.found || window.faults?.length", timeout=PATIENCE)
    found: dict[str, Any] = page.evaluate("window.found ?? {}")
    return found | {"faults": faults + page.evaluate("window.faults")}


@contextmanager
def pages_of() -> Iterator[str]:
    """Where the pages are served, with the libraries, until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=FOLDER))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/scripts/pages"
    finally:
        server.shutdown()


def main(site: str, chromium: str, library: str) -> dict[str, Any]:
    """Everything asked of one library."""
    with pages_of() as pages, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS])
        found = look(browser.new_page(), f"{pages}/{library}.html?site={site}")
        browser.close()
    return found


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:4]), sys.stdout)
