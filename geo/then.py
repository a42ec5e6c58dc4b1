"""The same query at an earlier publication: what now is read from becomes what was there then.

Every query names what it reads as `published.NAME AS alias`; the file `geo/sql/then/NAME.sql` gives what stood in that
place at an earlier publication. `ONLY published.NAME` stays as it is. `closed_brief` is of earlier publications only.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Final

import asyncpg

from geo.sql import query
from geo.store.connecting import ReadPool

NAMES: Final = frozenset(
    {
        *("project_now", "project_brief", "progress_now", "progress_report", "agency"),
        *("boundary_set", "district", "district_share", "map_district", "project_box", "closed_brief"),
        *("overlap", "overlap_mark"),
    }
)
_NAMED: Final = re.compile(rf"(?<!ONLY )published\.({'|'.join(sorted(NAMES, key=len, reverse=True))}) AS ")
_COMMENT: Final = re.compile(r"^--.*\n", re.MULTILINE)


@lru_cache(maxsize=1024)  # statements differ in their values, seldom in their text
def at(statement: str, number: str) -> str:
    """A statement over the state of the publication whose number has this placeholder; all text is of our own."""
    return _NAMED.sub(lambda found: f"{_relation(found[1], number)} AS ", _COMMENT.sub("", statement))


def reads(statement: str) -> bool:
    """Whether a statement reads anything that is otherwise then."""
    return _NAMED.search(_COMMENT.sub("", statement)) is not None


def as_of(statement: str, number: str | None) -> str:
    """The same, or the statement as it is where no publication is asked for."""
    return statement if number is None else at(statement, number)


async def rows(pool: ReadPool, statement: str, *values: Any, as_of: int | None) -> list[asyncpg.Record]:  # noqa: ANN401 - bound parameters
    """All rows of a query over what is published, or was at the publication of a number."""
    if as_of is None:
        return await pool.rows(statement, *values)
    return await pool.rows(at(statement, f"${len(values) + 1}"), *values, as_of, at_least=as_of)


async def row(pool: ReadPool, statement: str, *values: Any, as_of: int | None) -> asyncpg.Record | None:  # noqa: ANN401 - bound parameters
    """The first row of such a query, or None."""
    if as_of is None:
        return await pool.row(statement, *values)
    return await pool.row(at(statement, f"${len(values) + 1}"), *values, as_of, at_least=as_of)


@cache
def _relation(name: str, number: str) -> str:
    text = query(f"then/{name}").strip()
    return at(text.replace("{number}", number), number)
