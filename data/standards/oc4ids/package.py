"""A package: some projects, and who publishes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.standards.oc4ids.writing import Json, bare

VERSION: Final = "0.9"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, and under which licence."""

    name: str
    uri: str
    licence_url: str


def package(
    projects: Sequence[Json], publisher: Publisher, *, uri: str, published: str, following: str | None = None
) -> Json:
    """A package with its own address, the instant of its publication, and the address of the one that follows."""
    return bare(
        uri=uri,
        version=VERSION,
        publishedDate=published,
        publisher={"name": publisher.name, "uri": publisher.uri},
        license=publisher.licence_url,
        links=bare(next=following),
        projects=list(projects),
    )
