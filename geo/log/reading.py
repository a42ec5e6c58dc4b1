"""What readers of the site ask of the log: its state, proofs, and its leaves as lines of JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from geo.errors import NotFound
from geo.log.leaves import Kind
from geo.log.proofs import Proof, nodes_of, proof
from geo.log.tree import Node, Range, root_of
from geo.sql import query
from geo.store.connecting import ReadPool


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest checkpoint as it is kept: a signed note, and the public keys that check it, one a line."""

    size: int
    made_at: datetime
    note: str
    verifiers: str


@dataclass(frozen=True, slots=True)
class State:
    """How many leaves the log has, and its newest checkpoint."""

    size: int
    checkpoint: Kept | None


@dataclass(frozen=True, slots=True)
class Lines:
    """Leaves as lines of JSON; `following` is the position where the next ones begin, None where there are none yet."""

    content: bytes
    following: int | None


async def state(pool: ReadPool) -> State:
    """What the log has come to."""
    row = await pool.row(query("log/state"))
    assert row is not None  # noqa: S101 - it always has one
    kept = None if row["note"] is None else Kept(row["tree_size"], row["made_at"], row["note"], row["verifiers"])
    return State(row["size"], kept)


async def lines(pool: ReadPool, first: int, *, most: int, texts: bool, project_id: str | None = None) -> Lines:
    """At most so many leaves from a position on, of all projects or of one."""
    if project_id is None:
        row = await pool.row(statement("log/lines"), first, texts, most)
    else:
        row = await pool.row(statement("log/lines_of"), first, texts, most, project_id)
    assert row is not None  # noqa: S101 - an aggregate always has one
    return Lines(row["lines"], row["last"] + 1 if row["leaves"] == most else None)


def statement(name: str) -> str:
    """A statement that gives leaves as lines."""
    return query(name).format(line=query("log/line"))


async def position_of(pool: ReadPool, project_id: str, version: int, kind: Kind) -> int:
    """Where the leaf of a version is. Raises NotFound."""
    found = await pool.value(query("log/place"), project_id, version, kind)
    if found is None:
        raise NotFound(f"The log has no leaf of kind {kind} for version {version} of {project_id!r}.")
    return int(found)


async def proven(pool: ReadPool, ranges: Sequence[Range], *more: Range) -> tuple[Proof, tuple[bytes, ...]]:
    """A proof over ranges, and the roots of more of them. Raises NotFound where the log is not as long as that."""
    found = await _hashes(pool, nodes_of((*ranges, *more)))
    return proof(ranges, found.__getitem__), tuple(root_of([found[node] for node in one.nodes()]) for one in more)


async def _hashes(pool: ReadPool, wanted: Sequence[Node]) -> dict[Node, bytes]:
    levels, positions = [node.level for node in wanted], [node.position for node in wanted]
    found = [row["hash"] for row in await pool.rows(query("log/served_hashes"), levels, positions)]
    if None in found:
        raise NotFound("The log does not have so many leaves.")
    return dict(zip(wanted, found, strict=True))
