"""Where a verifier reads a log: a site, or a file that `allimi log export` wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, unquote, urlencode, urlsplit

from data.log.fetching import fetch, fetch_json
from data.log.lines import Head, entry, read_head, read_line
from geo.errors import BadInput, NotFound
from geo.log.checkpoints import Checkpoint, read_checkpoint
from geo.log.keys import Verifier, read_verifier
from geo.log.leaves import Entry
from geo.log.proofs import Proof

_ITEMS = "/collections/projects/items/"


class Source(Protocol):
    """A log that can be read."""

    def keys(self) -> tuple[Verifier, ...]:
        """The public keys that it names itself."""

    def checkpoints(self) -> list[Checkpoint]:
        """Its checkpoints, as far as it gives them, the newest last."""

    def entries(self) -> Iterator[Entry]:
        """Every leaf with its text, in order."""


class FileLog:
    """A log in a file. Raises BadInput where it cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keys(self) -> tuple[Verifier, ...]:
        """The public keys that its first line names."""
        return tuple(map(read_verifier, self._head().keys))

    def checkpoints(self) -> list[Checkpoint]:
        """All that were kept, the newest last."""
        found = []
        for line in self._lines():
            if "checkpoint" not in line:
                break
            found.append(read_checkpoint(str(line["checkpoint"])))
        return found

    def entries(self) -> Iterator[Entry]:
        """Every leaf with its text, in order; a file that ends too early is none."""
        size, count = self._head().size, 0
        for line in self._lines():
            if "checkpoint" not in line:
                yield entry(line)
                count += 1
        if count != size:
            raise BadInput(f"{self._path} should have {size} leaves and has {count}: it is not whole.")

    def _head(self) -> Head:
        return read_head(next(self._text(), ""))

    def _lines(self) -> Iterator[dict[str, Any]]:
        text = self._text()
        next(text, None)
        return map(read_line, text)

    def _text(self) -> Iterator[str]:
        try:
            with self._path.open(encoding="utf-8", newline="\n") as file:
                yield from file
        except (OSError, UnicodeDecodeError) as cause:
            raise BadInput(f"{self._path} cannot be read.") from cause


class SiteLog:
    """The log of a site, read over HTTP. Raises BadInput, StoreUnavailable."""

    def __init__(self, base: str) -> None:
        self._base = base

    def keys(self) -> tuple[Verifier, ...]:
        """The public keys that the site names."""
        keys = fetch_json(f"{self._base}/log?f=json").get("keys")
        return tuple(read_verifier(str(one)) for one in keys) if isinstance(keys, list) else ()

    def checkpoints(self) -> list[Checkpoint]:
        """The newest one, or none where the site has not signed any yet."""
        if fetch_json(f"{self._base}/log?f=json").get("checkpoint") is None:
            return []
        return [read_checkpoint(fetch(f"{self._base}/log/checkpoint").text)]

    def newest(self) -> Checkpoint:
        """The newest checkpoint. Raises NotFound where there is none."""
        for one in self.checkpoints():
            return one
        raise NotFound("The site has signed no checkpoint yet; verify its whole log, by the log's address.")

    def entries(self, project_id: str | None = None) -> Iterator[Entry]:
        """Every leaf with its text, in order, or those of one project."""
        asked = {"texts": "true"} | ({} if project_id is None else {"id": project_id})
        address: str | None = f"{self._base}/log/leaves?{urlencode(asked)}"
        while address is not None:
            answer = fetch(address)
            yield from (entry(read_line(line)) for line in answer.text.split("\n") if line)
            address = answer.following

    def inclusion(self, position: int, size: int) -> Proof:
        """The proof that a leaf is in the tree of that size."""
        return self._proof(f"inclusion?position={position}&size={size}")

    def consistency(self, old: int, size: int) -> Proof:
        """The proof that the tree of one size begins with that of another."""
        return self._proof(f"consistency?from={old}&to={size}")

    def feature(self, project_id: str) -> dict[str, Any]:
        """A project as the site shows it now. Raises BadInput where it shows none."""
        return fetch_json(f"{self._base}{_ITEMS}{quote(project_id, safe='')}?f=geojson")

    def _proof(self, asked: str) -> Proof:
        told = fetch_json(f"{self._base}/log/{asked}").get("proof")
        try:
            return tuple(bytes.fromhex(one) for one in told) if isinstance(told, list) else ()
        except (TypeError, ValueError) as cause:
            raise BadInput("A hash of a proof is not hexadecimal.") from cause


def is_address(target: str) -> bool:
    """Whether a target is an address, not a file."""
    return target.startswith(("http://", "https://"))


def site_of(address: str) -> tuple[SiteLog, str | None]:
    """The log of the site that an address is of, and the project whose address it is, if it is one's."""
    parts = urlsplit(address)
    base, items, rest = parts.path.partition(_ITEMS)
    if items:
        head, _, last = base.rpartition("/")
        base = head if len(last) == 2 and last.isalpha() else base  # the page of a language
        return SiteLog(f"{parts.scheme}://{parts.netloc}{base}"), unquote(rest.partition("/")[0])
    base = parts.path.rstrip("/").removesuffix("/log")
    return SiteLog(f"{parts.scheme}://{parts.netloc}{base}"), None
