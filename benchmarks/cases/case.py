"""A case: addresses of ours and of the peers, the limit they are held against, and the floors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from benchmarks.city import read_sql
from geo.codes import Category, Status


class Limit(StrEnum):
    """What a case is held against."""

    SQL = "bare SQL"
    EMPTY = "empty route"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What a case must reach: ratios to the limit and to the peers, and absolute limits.

    `p95` is in milliseconds, `kib` is the largest answer packed by gzip in KiB, `growth` is the worker's memory in MB,
    `rows` how many times as long 1,000,000 projects may take as 100,000.
    """

    limit: float | None = None
    peers: Mapping[str, float] = field(default_factory=dict)
    p95: float | None = None
    kib: float | None = None
    growth: float | None = None
    rows: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Addresses that are asked at random, each as likely as any other.

    `statement` is the bare SQL with `:name` for each column of `values`, whose rows belong to the addresses in turn.
    With `etags` the client holds every answer already. `cached` answers may come from the tile cache;
    with `gzip` the client takes them packed. A round is `longer` times as long as others where answers take long.
    """

    name: str
    paths: Sequence[str]
    floors: Floors
    limit: Limit = Limit.NONE
    statement: str | None = None
    values: Mapping[str, Sequence[float | int]] = field(default_factory=dict)
    etags: Sequence[str] | None = None
    cached: bool = True
    gzip: bool = False
    connections: int = 16
    longer: int = 1
    peers: Mapping[str, Sequence[str]] = field(default_factory=dict)


STATUSES = tuple(Status)
CATEGORIES = tuple(Category)


def bare(name: str, **numbers: int) -> str:
    """The bare SQL of a case, `numbers` written into it in place of their names."""
    text = read_sql(f"bare/{name}")
    for word, part in (("{feature}", read_sql("bare/feature")), ("{statuses}", _list(STATUSES))):
        text = text.replace(word, part)
    text = text.replace("{categories}", _list(CATEGORIES))
    for word, number in numbers.items():
        text = text.replace(f":{word}", str(number))
    return text


def _list(codes: Sequence[StrEnum]) -> str:
    return ", ".join(f"'{code}'" for code in codes)
