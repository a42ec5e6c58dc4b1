"""A Folium map taken apart, so that a page can show it without any inline code."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, cast

from branca.element import CssLink, Element, Figure, JavascriptLink

from geo.city import Basemap
from maps import assets

if TYPE_CHECKING:
    import folium

_RANDOM_ID: Final = re.compile(r"_([0-9a-f]{32})")
_HOST: Final = re.compile(r"(https?)://([^/]+)")


@dataclass(frozen=True, slots=True)
class MapPage:
    """The parts of one map; the same arguments always give the same bytes.

    `html` is the map's element; `script` is to be served as a file of its own (never inline), after `scripts` in that
    order, all deferred; `key` is the hash of html and script. `tile_hosts` are to be allowed as sources of images.
    """

    key: str
    html: str
    script: str
    scripts: tuple[str, ...]
    stylesheets: tuple[str, ...]
    tile_hosts: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of the skeleton: what this map adds to a page besides shared files."""
        return len((self.html + self.script).encode())

    def head(self, script_url: str) -> str:
        """The tags for a page's `<head>`; `script_url` is where the page serves `script`. Safe as markup."""
        styles = [f'<link rel="stylesheet" href="{url}">' for url in self.stylesheets]
        preloads = [f'<link rel="modulepreload" href="{url}">' for url in assets.modules()]
        scripts = [_script_tag(url) for url in (*self.scripts, script_url)]
        return "\n".join([*styles, *preloads, *scripts])


def take_apart(drawn: folium.Map, basemap: Basemap | None = None) -> MapPage:
    """The parts of a Folium map, its random ids counted from 1.

    Folium's own header is left out: its viewport forbids zooming, its styles fit a page that is all map (ours are in
    map.css), and its switches are Leaflet's defaults. Raises ValueError when an element adds any other inline header.
    """
    figure = cast("Figure", drawn.get_root())
    figure.render()
    links = list(_links(figure, drawn.get_name()))
    html, script = _with_counted_ids({one._id for one in _within(figure)}, figure.html.render(), figure.script.render())
    return MapPage(
        key=sha256(f"{html}\0{script}".encode()).hexdigest()[:16],
        html=html,
        script=script,
        scripts=tuple(link.url for link in links if isinstance(link, JavascriptLink)),
        stylesheets=tuple(link.url for link in links if isinstance(link, CssLink)),
        tile_hosts=_tile_hosts(basemap),
    )


def _links(figure: Figure, map_name: str) -> Iterator[Element]:
    for name, child in figure.header._children.items():
        if isinstance(child, JavascriptLink | CssLink):
            yield child
        elif name not in {"meta_http", map_name}:
            raise ValueError(f"The element {name!r} adds inline code to the page's header.")


def _within(element: Element) -> Iterator[Element]:
    """An element and everything below it."""
    yield element
    for part in (getattr(element, name, None) for name in ("header", "html", "script")):
        if isinstance(part, Element):
            yield from _within(part)
    for child in element._children.values():
        yield from _within(child)


def _with_counted_ids(ids: Collection[str], *texts: str) -> tuple[str, ...]:
    """The texts with the random ids of elements counted; what is in data may look the same, and stays."""
    counted: dict[str, str] = {}

    def count(found: re.Match[str]) -> str:
        return counted.setdefault(found.group(), f"_{len(counted) + 1}") if found.group(1) in ids else found.group()

    return tuple(_RANDOM_ID.sub(count, text).strip() + "\n" for text in texts)


def _script_tag(url: str) -> str:
    if url.partition("?")[0].endswith(".mjs"):
        return f'<script type="module" src="{url}"></script>'
    return f'<script defer src="{url}"></script>'


def _tile_hosts(basemap: Basemap | None) -> tuple[str, ...]:
    found = _HOST.match(basemap.url) if basemap else None
    if found is None:
        return ()
    scheme, host = found.groups()
    return (f"{scheme}://{host.replace('{s}', '*')}",)
