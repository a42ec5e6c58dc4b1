"""What is asked of a page of features."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from geo.crs import CRS84, Crs
from geo.items.sorting import SortKey
from geo.items.where import Where


@dataclass(frozen=True, slots=True)
class Position:
    """Where a paging run stands: sort values and key of its last feature, what it counted, and the state it sees.

    `after` is empty before the first feature.
    """

    after: tuple[str | None, ...]
    matched: int
    publication: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a page besides the selection; `properties` None is all of them.

    `zone` (a name of the IANA database) is where days of instants are counted.
    """

    limit: int
    language: str
    today: date
    zone: str = "UTC"
    sort: tuple[SortKey, ...] = ()
    crs: Crs = CRS84
    geometry: bool = True
    properties: tuple[str, ...] | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Where else the rows of now that are selected are found by their keys: what is behind FROM as `v`, and how."""

    relation: str
    select: Callable[[Where], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selecting:
    """How a page selects: `select` adds conditions; `count` is SQL that knows their rows' number without reading them.

    `gather` is for conditions that find rows in no useful order, such as a box: they are found once, counted, sorted.
    `as_of` is the number of an earlier publication whose state is asked. `brief` adds the same conditions over the
    source's brief, None where that does not know them. `ordered` says that an index of the whole rows finds them in the
    order of their key, so that the brief is of use for sorting only; `alike` that one plan is right whatever the values
    are. `found` is where the rows are found sooner, whatever else is known.
    """

    select: Callable[[Where], None]
    count: Callable[[Where], str] | None = None
    gather: bool = False
    as_of: int | None = None
    brief: Callable[[Where], None] | None = None
    ordered: bool = False
    alike: bool = False
    found: Found | None = None
