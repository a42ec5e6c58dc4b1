"""Feeds as Atom (RFC 4287) whose older entries lie in archives (RFC 5005, section 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

MEDIA_TYPE: Final = "application/atom+xml"
_IDENTITY: Final = UUID("6f1c9a52-57c1-4d0a-9d0e-0f8a3f2b7c11")
_UNSHOWN: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""What XML 1.0 forbids or advises against, and signs that turn the direction of what follows them."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a feed or an entry."""

    rel: str
    href: str
    media_type: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A change: `content` is plain text."""

    id: str
    title: str
    content: str
    updated: datetime
    category: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, or with `archive` a document of its archive, which holds the same entries for ever."""

    id: str
    language: str
    title: str
    author: str
    rights: str
    updated: datetime
    links: tuple[Link, ...]
    entries: tuple[Entry, ...]
    archive: bool = False


def identity(*parts: str | int) -> str:
    """The id of a feed or an entry: the same for ever, whatever the address of the site is."""
    return uuid5(_IDENTITY, "\0".join(map(str, parts))).urn


def shown(text: str) -> str:
    """A text without characters that nobody sees, as the text of an element."""
    return escape(_UNSHOWN.sub("", text))


def written(feed: Feed) -> bytes:
    """The feed as XML in UTF-8."""
    return "".join(_feed(feed)).encode()


def _feed(feed: Feed) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
    yield f'xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang={_attribute(feed.language)}>\n'
    yield _element("id", feed.id) + _element("title", feed.title) + _element("updated", _instant(feed.updated))
    yield f"<author>{_element('name', feed.author)[:-1]}</author>\n" + _element("rights", feed.rights)
    yield "<generator>Allimi</generator>\n"
    yield "<fh:archive/>\n" if feed.archive else ""
    yield from _links(feed.links)
    for entry in feed.entries:
        yield from _entry(entry)
    yield "</feed>\n"


def _entry(entry: Entry) -> Iterator[str]:
    yield "<entry>\n" + _element("id", entry.id) + _element("title", entry.title)
    yield _element("updated", _instant(entry.updated)) + _element("published", _instant(entry.updated))
    yield f"<category term={_attribute(entry.category)}/>\n"
    yield from _links(entry.links)
    yield f'<content type="text">{shown(entry.content)}</content>\n</entry>\n'


def _links(links: Iterable[Link]) -> Iterator[str]:
    for link in links:
        language = f" hreflang={_attribute(link.language)}" if link.language else ""
        href, kind = _attribute(link.href), _attribute(link.media_type)
        yield f"<link rel={_attribute(link.rel)} type={kind}{language} href={href}/>\n"


def _element(name: str, text: str) -> str:
    return f"<{name}>{shown(text)}</{name}>\n"


def _attribute(text: str) -> str:
    return quoteattr(_UNSHOWN.sub("", text))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
