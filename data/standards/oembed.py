"""oEmbed 1.0: how another site frames a map."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from data.markup import text

VERSION: Final = "1.0"
WIDTH: Final = 800
HEIGHT: Final = 500
_LEAST: Final = 200
_DAY: Final = 86_400


def rich(
    *, title: str, source: str, provider: str, provider_url: str, most_width: int | None, most_height: int | None
) -> dict[str, Any]:
    """A frame with the map at the address `source`, no larger than asked where that is at least 200 pixels."""
    width, height = _within(WIDTH, most_width), _within(HEIGHT, most_height)
    frame = (
        f'<iframe src="{escape(source)}" title="{escape(title)}" width="{width}" height="{height}" '
        'loading="lazy" referrerpolicy="no-referrer" allowfullscreen></iframe>'
    )
    return {
        "type": "rich",
        "version": VERSION,
        "title": title,
        "provider_name": provider,
        "provider_url": provider_url,
        "cache_age": _DAY,
        "html": frame,
        "width": width,
        "height": height,
    }


def as_xml(told: dict[str, Any]) -> bytes:
    """The same as XML."""
    members = "".join(f"<{name}>{text(value)}</{name}>" for name, value in told.items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{members}</oembed>\n'.encode()


def _within(usual: int, most: int | None) -> int:
    return usual if most is None else max(_LEAST, min(usual, most))
