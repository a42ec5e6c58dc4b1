"""The register by ground: of how many values something is not told for it, as far as that can be counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from api.disclosure.register import Entry

_COARSE: Final = "generalised"
_Key: TypeAlias = tuple[str | None, str | None]


@dataclass(slots=True)
class Number:
    """Values, a work and a field each: those that have this ground alone, and those that have it or another one."""

    alone: int = 0
    shared: int = 0

    def add(self, values: int, *, alone: bool) -> None:
        """Count values in."""
        self.alone += values if alone else 0
        self.shared += 0 if alone else values


@dataclass(slots=True)
class Ground:
    """A ground, who decided on it, and the fields that it is named for; None where the policy in force names none.

    Which of several classes a work is of is not kept, so that nobody can tell it; a value that more than one ground may
    withhold is therefore counted for each of them, apart.
    """

    text: str | None
    decided_by: str | None
    fields: dict[str, None] = field(default_factory=dict)
    withheld: Number = field(default_factory=Number)
    coarse: Number = field(default_factory=Number)


def by_ground(entries: Iterable[Entry]) -> list[Ground]:
    """The grounds of a register, those with most values first."""
    found: dict[_Key, Ground] = {}
    for entry in entries:
        for coarse, values in ((False, entry.counts.withheld), (True, entry.counts.generalised)):
            keys = _keys(entry, coarse=coarse, values=values)
            for key in keys:
                told = found.setdefault(key, Ground(*key))
                told.fields |= {entry.field: None}
                (told.coarse if coarse else told.withheld).add(values, alone=len(keys) == 1)
    return sorted(found.values(), key=_most)


def _keys(entry: Entry, *, coarse: bool, values: int) -> set[_Key]:
    """The grounds on which a field is withheld, or told coarsely; one that nobody names where values are so still."""
    named = {(one.ground, one.decided_by) for one in entry.reasons if (one.disclosure == _COARSE) is coarse}
    return {*named} or ({(None, None)} if values else set())


def _most(one: Ground) -> tuple[int, str]:
    return (-(one.withheld.alone + one.withheld.shared + one.coarse.alone + one.coarse.shared), one.text or "")
