"""A push on its way: what was asked, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from data.intake.findings import Finding

Parts: TypeAlias = Iterable[tuple[int, str, str, int | None]]
"""Number, code, payload (JSON text) and revision of each project that a push speaks of.

The payload is of the push's kind; the revision is the one that is asked for, as `Pushed.revision`.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """A push that could be read and has the right types.

    `parts` gives its items anew each time it is called; `codes` are theirs. `revision` is what If-Match asks for, of a
    push of one project: 0 asks that it is there, -1 that it is not.
    """

    kind: str
    codes: Sequence[str]
    parts: Callable[[], Parts]
    partial: bool = False
    full: bool = False
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """An item that is held or refused, and why."""

    number: int
    code: str
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a push.

    `counts` are items by state; `held` tells the first of the `held_items`, all of which are kept; `unmatched` of them
    are refused, since they are not at the revision that was asked for. `project_id`,
    `revision`, `created` and `gap` (sequence numbers that were never seen) are of a push that speaks of one project.
    """

    push_id: int
    kind: str
    state: str
    counts: Mapping[str, int]
    held: Sequence[Held] = ()
    held_items: int = 0
    unmatched: int = 0
    publication: int | None = None
    withdrawn: int = 0
    project_id: str | None = None
    revision: int | None = None
    created: bool = False
    gap: int = 0
    reason: str | None = None


class PreconditionFailed(Exception):  # noqa: N818
    """The project is not in the state that If-Match names: 412."""


class KeyRevoked(Exception):  # noqa: N818
    """The key was revoked while it was asked with: 401."""


class NotAllowed(Exception):  # noqa: N818
    """The key may not decide on this: 403."""


ORDER: Final = ("held", "waiting", "published", "unchanged", "stale", "rejected")


def state_of(counts: Mapping[str, int]) -> str:
    """The state of a push whose items are in these states: the first of those that somebody should look at."""
    return next((state for state in ORDER if counts.get(state)), "unchanged")
