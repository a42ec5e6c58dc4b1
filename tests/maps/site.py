"""A tiny site around one map, as strict as the real one: the page, its script, our files, and GeoJSON by URL."""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from maps import assets
from maps.page import MapPage
from maps.urls import MapUrls

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"
mimetypes.add_type("text/javascript", ".mjs")

URLS = MapUrls(
    districts="/collections/districts/items?limit=1000",
    background="/en/maps/background.json",
    works="/collections/projects/items",
    tiles="/collections/projects/tiles/WebMercatorQuad/{z}/{y}/{x}",
    project="/en/maps/projects/{id}",
    counts="/en/maps/districts.json",
)
TILES = URLS.tiles.partition("{")[0]


@dataclass
class Site:
    """What is served; tests may change it between requests. Tiles are empty; `busy` works are asked for in vain."""

    base: str = ""
    policy: str = POLICY
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    works: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    matched: int | None = None
    tile_status: int = 200
    busy: int = 0

    def put(self, path: str, content: object, kind: str = "application/json") -> None:
        text = content if isinstance(content, str) else json.dumps(content)
        self.files[path] = (kind, text.encode())

    def put_page(self, path: str, page: MapPage, *, side: str, texts: dict[str, str]) -> str:
        self.put("/maps/map.js", page.script, "text/javascript")
        self.put(path, document(page, side, texts), "text/html; charset=utf-8")
        return self.base + path

    def answer(self, address: str) -> tuple[int, str, bytes]:
        self.asked.append(address)
        url = urlsplit(address)
        if url.path in self.files:
            return 200, *self.files[url.path]
        if url.path.startswith(TILES):
            return self.tile_status, "application/vnd.mapbox-vector-tile", b""
        if url.path.startswith(URLS.works):
            return self._works(url.path, parse_qs(url.query))
        return static_file(url.path)

    def _works(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, bytes]:
        if path != URLS.works:
            found = next(work for work in self.works if work["id"] == path.rpartition("/")[2])
            return 200, "application/geo+json", json.dumps(found).encode()
        limit, offset = int(query["limit"][0]), int(query.get("offset", ["0"])[0])
        chosen = [work for work in self.works if within(work, query)]
        page: dict[str, Any] = {"type": "FeatureCollection", "features": chosen[offset : offset + limit], "links": []}
        page["numberMatched"] = self.matched or len(chosen)
        if offset + limit < len(chosen):
            href = f"https://public.example{path}?bbox={query['bbox'][0]}&limit={limit}&offset={offset + limit}"
            page["links"] = [{"rel": "next", "href": href}]
        return 200, "application/geo+json", json.dumps(page).encode()


def within(work: dict[str, Any], query: dict[str, list[str]]) -> bool:
    return all(
        work["properties"][name] in query[name][0].split(",") for name in ("status", "category") if name in query
    )


def static_file(path: str) -> tuple[int, str, bytes]:
    folders = {
        assets.url(""): assets.FOLDER,
        assets.LEAFLET_PREFIX: assets.LEAFLET_FOLDER,
        assets.VECTORGRID_PREFIX: assets.VECTORGRID_FOLDER,
    }
    for prefix, folder in folders.items():
        file = folder / path.removeprefix(prefix)
        if path.startswith(prefix) and file.is_file():
            return 200, mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()
    return 404, "text/plain", b"not here"


def document(page: MapPage, side: str, texts: dict[str, str]) -> str:
    data = json.dumps(texts).replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Test</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{assets.url("palette.css")}"><link rel="stylesheet" href="{assets.url("site.css")}">
{page.head("/maps/map.js")}
<script type="application/json" id="allimi-texts">{data}</script></head>
<body><a class="skip-link" href="#main">Skip</a>
<header class="site-header"><a class="site-name" href="/">Allimi</a>
<nav class="site-nav" aria-label="Site"><ul><li><a href="/" aria-current="page">Map</a></li></ul></nav>
<nav class="languages" aria-label="Language"><a href="/vi" hreflang="vi" lang="vi">Tiếng Việt</a></nav></header>
<main id="main"><div class="page-head"><h1>West</h1></div><div class="map-layout">
<section class="map-panel" aria-label="Map">{page.html}</section><div class="side-panel">{side}</div></div></main>
<footer class="site-footer"><p>Foot</p></footer></body></html>"""


def entries(works: list[dict[str, Any]]) -> str:
    return "".join(
        f'<li class="work" data-project-id="{work["id"]}"><a class="work-title" href="#">'
        f"{escape(work['properties']['title'])}</a></li>"
        for work in works
    )


@contextmanager
def served() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = site.answer(self.path)
            if self.path.startswith(URLS.works) and site.busy:
                site.busy, status, body = site.busy - 1, 503, b""
            self.send_response(status)
            if status == 503:
                self.send_header("Retry-After", "0" if self.path.startswith(URLS.works) else "3600")
            for name, value in (("Content-Type", kind), ("Content-Security-Policy", site.policy)):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield site
        server.shutdown()
        thread.join()
