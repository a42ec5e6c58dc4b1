"""Pages as a browser reads them, and the works that they list."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from tests.fixtures.site import Site

HTML = {"Accept": "text/html"}


class Tags(HTMLParser):
    """The tags of a page with their attributes, as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def page(site: Site, path: str) -> str:
    answer = site.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def listed(text: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'data-project-id="([^"]*)"', text)]


def every_listed(site: Site, path: str) -> list[str]:
    """The works of all pages of a list."""
    found, address = [], path
    while address:
        text = page(site, address)
        found += listed(text)
        following = re.search(r'<a href="([^"]*)" rel="next">', text)
        address = path.partition("?")[0] + unescape(following[1]) if following else ""
    return found
