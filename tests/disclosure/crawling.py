"""Asks everything that a site offers: what its definition declares, and what its documents and pages lead to."""

from __future__ import annotations

import asyncio
import html
import json
import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from api.downloads import running
from data.exports import Job
from data.exports.building import build
from tests.disclosure.planting import tile
from tests.disclosure.unpacking import Answered
from tests.fixtures.site import Site

_IN_PAGES = re.compile(rb"""(?:href|src|action|data-[a-z-]+)=["']([^"'#]+)""")
_ADDRESS = re.compile(r"^(?:https?://|/)[^\s<>]*$")
_MOST_QUERIES = 3
"""Of the queries to one address, how many are asked; pages of filters link to each other without end."""
_NOT_ASKED = re.compile(
    r"/static/|/favicon|/(?:en|ko)(?:/|$)|/downloads/\d+/|/downloads/(?:districts|agencies)\.(?!csv)"
)
"""Pages are asked in one language, files by the address of the newest; of districts and agencies only one each."""


def ask(client: httpx.Client, address: str) -> httpx.Response:
    """GET, waiting for files that are being made."""
    answer = client.get(address)
    deadline = time.monotonic() + 60
    while answer.status_code == 202 and time.monotonic() < deadline:
        time.sleep(0.1)
        answer = client.get(address)
    return answer


def answered(address: str, answer: httpx.Response) -> Answered:
    """An answer as it is searched."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
    return Answered(address, answer.status_code, head, answer.content)


def build_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have files built without a new process, whose start takes longer than the file."""

    async def here(job: Job, progressed: Callable[[int, int], None]) -> None:
        await asyncio.to_thread(build, job, progressed)

    monkeypatch.setattr(running, "run", here)


@dataclass
class Crawl:
    """What a site answers; `ids` are features that it may be asked for."""

    site: Site
    ids: tuple[str, ...]
    answers: list[Answered] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _queries: Counter[str] = field(default_factory=Counter)
    _waiting: deque[str] = field(default_factory=deque)

    def run(self, *first: str) -> list[Answered]:
        """Ask for these addresses, for all that the definition declares, and for what they lead to."""
        with httpx.Client(base_url=self.site.url, timeout=60) as client:
            self._waiting.extend(first)
            self._seen.update(first)
            for address in self._declared(client.get("/api?f=json").json()):
                self._want(address)
            while self._waiting:
                self._ask(client, self._waiting.popleft())
        return self.answers

    def _ask(self, client: httpx.Client, address: str) -> None:
        answer = ask(client, address)
        self.answers.append(answered(address, answer))
        if target := answer.headers.get("location"):
            self._want(urljoin(address, target))
        for found in _led_to(answer):
            self._want(urljoin(self.site.url + address, found))

    def _want(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.netloc and f"{parts.scheme}://{parts.netloc}" != self.site.url:
            return
        path = parts.path or "/"
        if _NOT_ASKED.match(path):
            return
        for one in self._filled(path + (f"?{parts.query}" if parts.query else "")):
            bare = one.partition("?")[0]
            if one not in self._seen and self._queries[bare] < _MOST_QUERIES:
                self._seen.add(one)
                self._queries[bare] += 1
                self._waiting.append(one)

    def _declared(self, definition: dict[str, Any]) -> Iterator[str]:
        for path, methods in definition["paths"].items():
            told = methods.get("get", {}).get("parameters", [])
            enums = {one["name"]: one["schema"].get("enum") for one in told if one.get("in") == "path"}
            filled = [{name: value} for name, values in enums.items() for value in values or ()] or [{}]
            for chosen in filled:
                address = path
                for name, value in chosen.items():
                    address = address.replace(f"{{{name}}}", str(value))
                yield address
                forms: list[str] = next((one["schema"].get("enum", []) for one in told if one.get("name") == "f"), [])
                yield from (f"{address}?f={one}" for one in forms)

    def _filled(self, address: str) -> Iterator[str]:
        """The address with values where it names parameters; every combination of what may be known."""
        names = re.findall(r"\{([^}]+)\}|%7B([^%]+)%7D", address)
        wanted = [one or other for one, other in names]
        x, y = tile(9)
        ids = self.ids
        known = {
            "featureId": ids, "id": ids, "project": ids, "code": ids, "collectionId": ("projects",),
            "tileMatrixSetId": ("WebMercatorQuad",), "tileMatrix": ("9",), "tileRow": (str(y),), "tileCol": (str(x),),
            "z": ("9",), "x": (str(x),), "y": (str(y),), "version": ("1", "2"), "number": ("1",),
            "publication": ("1", "2"),
        }  # fmt: skip
        for values in product(*(known.get(name, ids[:1]) for name in wanted)):
            filled = address
            for name, value in zip(wanted, values, strict=True):
                filled = filled.replace(f"{{{name}}}", value).replace(f"%7B{name}%7D", value)
            yield filled


def _led_to(answer: httpx.Response) -> Iterator[str]:
    kind = answer.headers.get("content-type", "")
    if "json" in kind:
        with suppress(ValueError):
            yield from _addresses(json.loads(answer.content))
    elif "html" in kind or "xml" in kind:
        yield from (html.unescape(found.decode()) for found in _IN_PAGES.findall(answer.content))
        yield from re.findall(r"<(?:loc|uri)>([^<]+)<", answer.text)


def _addresses(value: Any) -> Iterator[str]:  # noqa: ANN401
    match value:
        case dict():
            for inner in value.values():
                yield from _addresses(inner)
        case list():
            for inner in value:
                yield from _addresses(inner)
        case str() if _ADDRESS.fullmatch(value):
            yield value
