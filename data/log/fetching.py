"""Read from another site over HTTP, distrustfully: http and https only, no other host, limits of time and size."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from decimal import Decimal
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from geo.errors import BadInput, StoreUnavailable

SECONDS: Final = 30.0
"""How long a site may be silent."""
LARGEST: Final = 64 * 2**20
"""Bytes of an answer."""


class Fetched(NamedTuple):
    """The text of an answer, and where it says that the next part is."""

    text: str
    following: str | None


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to the same host only."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """The request that follows; an error where it leads elsewhere."""
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            raise urllib.error.HTTPError(req.full_url, code, f"it leads elsewhere, to {newurl}", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_HANDLERS: Final[tuple[Callable[[], urllib.request.BaseHandler], ...]] = (
    urllib.request.ProxyHandler,
    urllib.request.HTTPHandler,
    urllib.request.HTTPSHandler,
    urllib.request.HTTPErrorProcessor,
    urllib.request.HTTPDefaultErrorHandler,
    _Stay,
)


def fetch(url: str, accept: str = "*/*") -> Fetched:
    """What is at an address. Raises BadInput for an address or answer that cannot be used, StoreUnavailable."""
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise BadInput(f"An address begins with http:// or https://, not {url!r}.")
    request = urllib.request.Request(url, headers={"Accept": accept, "User-Agent": "allimi-verify"})  # noqa: S310
    opener = urllib.request.OpenerDirector()
    for handler in _HANDLERS:
        opener.add_handler(handler())
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            content = answer.read(LARGEST + 1)
            links = answer.headers.get("Link", "")
    except urllib.error.HTTPError as cause:
        raise BadInput(f"{url} answers {cause.code} {cause.reason}.") from cause
    except (OSError, HTTPException, ValueError) as cause:
        raise StoreUnavailable(f"{url} does not answer: {cause}.") from cause
    if len(content) > LARGEST:
        raise BadInput(f"{url} answers more than {LARGEST} bytes.")
    return Fetched(_text(content, url), _following(links, url))


def fetch_json(url: str) -> dict[str, Any]:
    """The object at an address, its numbers exact. Raises as `fetch` does."""
    try:
        found = json.loads(fetch(url, "application/json, application/geo+json").text, parse_float=Decimal)
    except (ValueError, RecursionError) as cause:
        raise BadInput(f"{url} answers no JSON.") from cause
    if not isinstance(found, dict):
        raise BadInput(f"{url} answers no object.")
    return found


def _text(content: bytes, url: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as cause:
        raise BadInput(f"{url} answers no UTF-8.") from cause


def _following(links: str, url: str) -> str | None:
    """The query of the link to the next part, on the same address; whatever host the site calls itself."""
    for one in links.split(","):
        address, _, rest = one.strip().partition(">")
        if 'rel="next"' in rest:
            return urljoin(url, "?" + urlsplit(address.lstrip("<")).query)
    return None
