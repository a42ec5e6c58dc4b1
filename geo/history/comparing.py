"""What one version says otherwise than the one before, fact by fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, Protocol

NOT_COMPARED: Final = frozenset(
    {"version", "published", "withdrawn", "withheld", "purged", "generalised", "ground"}
    | {"end_shift_days", "extension_count", "cost_growth", "progress_gap"}
)
"""Properties that say something of the version itself, or that follow from other facts."""


_EMPTY_IS_NOT_ENTERED: Final = frozenset({"titles", "descriptions", "declared_districts"})
"""Facts that are empty where nobody entered them; an empty section of the details is entered as empty."""


class State(StrEnum):
    """What is known of a fact."""

    ENTERED = "entered"
    NOT_ENTERED = "not entered"
    WITHHELD = "withheld"
    PURGED = "purged"


class Said(Protocol):
    """What a version says: its facts, where it is, what is withheld or told coarsely, and what was purged later."""

    @property
    def facts(self) -> Mapping[str, Any]: ...  # noqa: D102 - the class says it
    @property
    def geometry_class(self) -> str | None: ...  # noqa: D102
    @property
    def moved(self) -> bool: ...  # noqa: D102
    @property
    def withheld(self) -> frozenset[str]: ...  # noqa: D102
    @property
    def purged(self) -> frozenset[str]: ...  # noqa: D102
    @property
    def generalised(self) -> frozenset[str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class _Nothing:
    """What was said before anything was; a project is no sample unless it is said."""

    facts: Mapping[str, Any] = field(default_factory=lambda: {"sample": False})
    geometry_class: str | None = None
    moved: bool = False
    withheld: frozenset[str] = frozenset()
    purged: frozenset[str] = frozenset()
    generalised: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entries:
    """What became of a list whose entries have ids: who came, who went, and the facts of those that changed."""

    added: tuple[Mapping[str, Any], ...]
    removed: tuple[Mapping[str, Any], ...]
    changed: tuple[tuple[str, tuple[Change, ...]], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that changed: `old` and `new` are JSON values with exact numbers, None unless their state is *entered*.

    For a list of entries they are None and `entries` says what became of these. Of the footprint they are its classes
    of geometry, never coordinates. `coarse` says that it is told more coarsely than it was entered. A name with a dot
    (`contacts.name`) is that of a fact of every entry of a list.
    """

    name: str
    before: State
    after: State
    old: Any = None
    new: Any = None
    entries: Entries | None = None
    coarse: bool = False


def compared(old: Said, new: Said) -> tuple[Change, ...]:
    """What `new` says otherwise than `old`, in the order of the feature's properties, its place last."""
    return tuple(replace(one, coarse=True) if one.name in new.generalised else one for one in _changes(old, new))


def compared_with_nothing(new: Said) -> tuple[Change, ...]:
    """All that a first version says, as changes."""
    return compared(_Nothing(), new)


def _changes(old: Said, new: Said) -> Iterator[Change]:
    turned = (old.withheld ^ new.withheld) | (old.purged ^ new.purged) | (old.generalised ^ new.generalised)
    names = dict.fromkeys((*old.facts, *new.facts))
    for name in names:
        if name in NOT_COMPARED:
            continue
        before, after = old.facts.get(name), new.facts.get(name)
        states = _state(old, name, before), _state(new, name, after)
        if name in turned or (before != after and states != (State.NOT_ENTERED, State.NOT_ENTERED)):
            yield _change(name, states, before, after)
    if new.moved or "footprint" in turned:
        places = old.geometry_class, new.geometry_class
        states = _state(old, "footprint", places[0]), _state(new, "footprint", places[1])
        yield Change("footprint", *states, *places)
    for path in sorted(name for name in turned if name not in names and name != "footprint"):
        yield Change(path, _state(old, path, None), _state(new, path, None))


def _state(said: Said, name: str, value: object) -> State:
    if ("titles" if name == "title" else name) in said.purged:
        return State.PURGED
    if name in said.withheld:
        return State.WITHHELD
    return _entered(name, value)


def _entered(name: str, value: object) -> State:
    nothing = value is None or (name in _EMPTY_IS_NOT_ENTERED and not value)
    return State.NOT_ENTERED if nothing else State.ENTERED


def _change(name: str, states: tuple[State, State], old: Any, new: Any) -> Change:  # noqa: ANN401 - any JSON value
    if _has_entries(old) or _has_entries(new):
        return Change(name, *states, entries=_entries(old or [], new or []))
    before, after = (
        None if state is State.NOT_ENTERED else value for state, value in zip(states, (old, new), strict=True)
    )
    return Change(name, *states, before, after)


def _has_entries(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _entries(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Entries:
    before, after = _by_id(old), _by_id(new)
    both = [(key, before[key], after[key]) for key in after if key in before and before[key] != after[key]]
    return Entries(
        tuple(after[key] for key in after if key not in before),
        tuple(before[key] for key in before if key not in after),
        tuple((key, tuple(_within(one, other))) for key, one, other in both),
    )


def _by_id(entries: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The entries by what tells them apart; equal ones are numbered."""
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        key = str(entry.get("id") or entry.get("name") or entry.get("role") or "")
        same = sum(1 for known in found if known == key or known.startswith(f"{key} #"))
        found[f"{key} #{same + 1}" if same else key] = entry
    return found


def _within(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before != after:
            yield _change(name, (_entered(name, before), _entered(name, after)), before, after)
