"""Documents of a project: approvals and reports, photos, citizens' monitoring briefs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data.standards.oc4ids.writing import Json, Writer, address, bare

Facts = Mapping[str, Any]


def documents(facts: Facts, writer: Writer) -> list[Json]:
    """All of them; an id says which section it is from."""
    return [
        *(_document(one, writer) for one in facts.get("documents") or ()),
        *(_photo(one) for one in facts.get("photos") or ()),
        *_briefs(facts, writer),
    ]


def _document(told: Facts, writer: Writer) -> Json:
    return bare(
        id=f"document-{told['id']}",
        documentType=told.get("type"),
        title=told.get("title"),
        url=address(told.get("url")),
        datePublished=writer.start(told.get("published")),
        language=told.get("language"),
        allimi=bare(sha256=told.get("sha256"), bytes=told.get("bytes")),
    )


def _photo(told: Facts) -> Json:
    """A photo; when it was taken is not when it was published, which nobody says."""
    return bare(
        id=f"photo-{told['id']}",
        documentType="illustration",
        title=told.get("title"),
        url=address(told.get("url")),
        allimi=bare(takenOn=told.get("taken_on"), direction=told.get("direction")),
    )


def _briefs(facts: Facts, writer: Writer) -> Iterator[Json]:
    for told in facts.get("briefs") or ():
        yield bare(
            id=f"brief-{told['id']}",
            documentType="oversightReport",
            title="Citizens' monitoring brief",
            description=told.get("text"),
            datePublished=writer.start(told.get("date")),
            allimi=bare(state=told.get("state")),
        )
