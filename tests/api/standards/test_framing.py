"""A map in a page of another site, in a browser: drawn where the site is named, refused elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.fixtures.site import Site, serving


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Tell nothing."""


@contextmanager
def portal(folder: Path) -> Iterator[int]:
    """Another site with one page; gives its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize(
    ("host", "path", "is_shown"),
    [("localhost", "/embed/vi/maps", True), ("127.0.0.1", "/embed/vi/maps", False), ("localhost", "/vi/maps", False)],
)
def test_a_portal_shows_the_map_if_it_is_named(
    sample_site: Site, browser: Browser, tmp_path: Path, host: str, path: str, is_shown: bool
) -> None:
    with serving(sample_site.database, embed_ancestors=("http://localhost:*",)) as site, portal(tmp_path) as port:
        frame = f'<!doctype html><iframe src="{site.url}{path}" width="800" height="500"></iframe>'
        (tmp_path / "index.html").write_text(frame, encoding="utf-8")
        (tmp_path / "favicon.ico").touch()
        page = browser.new_page(viewport={"width": 900, "height": 600})
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.goto(f"http://{host}:{port}/")
        inside = page.frame_locator("iframe")
        if is_shown:
            inside.locator(".map-shade").nth(7).wait_for(state="attached")
            expect(inside.locator("footer a").first).to_be_visible()
            box = inside.locator(".leaflet-container").bounding_box()
            assert box is not None
            assert (box["width"], box["height"] > 400) == (800, True)
            assert faults == []
        else:
            assert inside.locator(".leaflet-container").count() == 0
            assert any("frame" in fault for fault in faults)
        page.close()
