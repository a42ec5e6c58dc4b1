"""All changes in the order in which they were published, as lines of JSON that the database writes."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from geo.errors import BadRequest
from geo.sql import query
from geo.store.connecting import ReadPool

LOOKED_AT: Final = 4_000
"""Changes that one statement looks at: what it takes is bounded, however few of them are asked."""
_NUMBER: Final = re.compile(r"\d{1,18}", re.ASCII)
_POSITION: Final = re.compile(r"(\d{1,18}):(\d{1,9}):([^\x00-\x1f\x7f]{1,200})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order of changes: behind this version, or, without a project, behind this publication."""

    publication: int = 0
    project_id: str = ""
    version: int = 0

    @property
    def cursor(self) -> str:
        """The place as text for a URL."""
        raw = f"{self.publication}:{self.version}:{self.project_id}".encode()
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Place:
        """The place that a cursor names: as a line gave it, or the number of a publication. Raises BadRequest."""
        if _NUMBER.fullmatch(text):
            return cls(int(text) + 1)
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
        except (binascii.Error, ValueError) as cause:
            raise _unknown() from cause
        found = _POSITION.fullmatch(raw)
        if found is None:
            raise _unknown()
        return cls(int(found[1]), found[3], int(found[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What is asked of the changes: those behind a place and up to a publication, of these agencies or districts.

    A change is of an agency or a district that the project belonged to before it or belongs to after it.
    """

    after: Place
    newest: int
    limit: int
    agencies: frozenset[str] | None = None
    districts: frozenset[str] | None = None


async def changes(pool: ReadPool, asked: Following, *, base: str) -> AsyncIterator[bytes]:
    """The lines in parts of at most `LOOKED_AT`; `base` is what addresses of projects begin with.

    Every part is a statement of its own, so that a slow reader holds no connection and memory is bounded. All parts
    are of one state, since what is published never moves and nothing above `newest` is told.
    """
    place, left = asked.after, asked.limit
    statement = _statement()
    chosen = [None if codes is None else sorted(codes) for codes in (asked.agencies, asked.districts)]
    while left:
        row = await pool.row(
            statement,
            place.publication,
            place.project_id,
            place.version,
            asked.newest,
            LOOKED_AT,
            *chosen,
            left,
            base,
            at_least=asked.newest,
        )
        assert row is not None  # noqa: S101 - an aggregate always has a row
        if row["count"]:
            yield row["lines"]
        if row["looked"] < LOOKED_AT:
            return
        left -= row["count"]
        place = Place(row["publication"], row["project_id"], row["version"])


@cache
def _statement() -> str:
    return query("history/changes").format(fields=query("history/fields"))


def _unknown() -> BadRequest:
    return BadRequest("Give the cursor of a line, or the number of a publication.", parameter="since")
