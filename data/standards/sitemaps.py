"""Sitemaps for search engines (sitemaps.org 0.9), with the same page in other languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

MOST: Final = 50_000
"""Addresses of one sitemap, by its standard."""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML: Final = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its address behind the language; when it was changed last, None where that is not known."""

    path: str
    changed: datetime | None


def index(addresses: Iterable[str], changed: datetime | None) -> bytes:
    """The list of sitemaps."""
    body = "".join(f"<sitemap><loc>{escape(one)}</loc>{_changed(changed)}</sitemap>\n" for one in addresses)
    return f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n{body}</sitemapindex>\n'.encode()


def sitemap(places: Iterable[Place], base: str, languages: Sequence[str]) -> bytes:
    """A sitemap: an address for each page and language, each naming all the others.

    Raises ValueError above 50,000 addresses.
    """
    found = [_urls(place, base, languages) for place in places]
    if len(found) * len(languages) > MOST:
        raise ValueError(f"A sitemap has at most {MOST} addresses.")
    return (f'{_HEAD}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="{_XHTML}">\n' + "".join(found) + "</urlset>\n").encode()


def _urls(place: Place, base: str, languages: Sequence[str]) -> str:
    pages = [(language, f"{base}/{language}{place.path}") for language in languages]
    same = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(href)}/>'
        for language, href in (*pages, ("x-default", f"{base}{place.path}"))
    )
    changed = _changed(place.changed)
    return "".join(f"<url><loc>{escape(href)}</loc>{changed}{same}</url>\n" for _, href in pages)


def _changed(instant: datetime | None) -> str:
    if instant is None:
        return ""
    return f"<lastmod>{instant.astimezone(UTC).isoformat(timespec='seconds')}</lastmod>"
