"""Ask the service beforehand: what its pages link to, and which ETags its answers have."""

from __future__ import annotations

import gzip
import json
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from geo.errors import BadInput


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of 200: its body as it came, and its ETag."""

    body: bytes
    packed: bool
    etag: str

    def json(self) -> Any:  # noqa: ANN401 - JSON
        """The body as JSON."""
        return json.loads(gzip.decompress(self.body) if self.packed else self.body)


def ask(base: str, path: str, *, gzipped: bool = False) -> Answer:
    """One answer. Raises BadInput unless it is 200 or 204."""
    request = urllib.request.Request(base + path)  # noqa: S310 - our own address
    request.add_header("Accept-Encoding", "gzip" if gzipped else "identity")
    try:
        with urllib.request.urlopen(request, timeout=120) as got:  # noqa: S310
            return Answer(got.read(), got.headers.get("Content-Encoding") == "gzip", got.headers.get("ETag", ""))
    except OSError as error:
        raise BadInput(f"{path} was answered: {error}.") from error


@dataclass(frozen=True, slots=True)
class LaterPage:
    """A page behind the first: its address, and the id that it begins behind."""

    path: str
    after: str


def later_pages(base: str, path: str, most: int) -> list[LaterPage]:
    """The pages that `next` leads to, the last one left out since it may be short."""
    pages: list[LaterPage] = []
    while len(pages) <= most:
        page = ask(base, path).json()
        following = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
        if following is None:
            return pages[:-1]
        parts = urlsplit(following)
        path = f"{parts.path}?{parts.query}"
        pages.append(LaterPage(path, page["features"][-1]["id"]))
    return pages[:most]


def largest_packed(base: str, paths: list[str]) -> int:
    """Bytes of the largest answer as a client that takes gzip gets it."""
    return max(len(answer.body if answer.packed else gzip.compress(answer.body, 5))
               for answer in (ask(base, path, gzipped=True) for path in paths))  # fmt: skip
