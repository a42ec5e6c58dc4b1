"""What a version that is not published yet would change: each fact as it is public now, and as it would be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.grounds import ground
from api.pages.history.entries import Within
from api.pages.history.telling import described, told_apart
from api.pages.history.values import Written
from api.pages.site import Page
from geo.history import Change, Entries, State, Version


@dataclass(frozen=True, slots=True)
class Row:
    """A fact: what is public of it now, what would be, and on which ground it would be withheld, or told coarsely."""

    name: str
    now: str
    then: str
    note: str = ""


class Ahead:
    """Tells in a page's language what a version of a project would change."""

    def __init__(self, page: Page, project_id: str, version: Version) -> None:
        self._page, self._id, self._version = page, project_id, version
        self._written = Written.on(page)
        self._entry = Within(self._written)

    def said(self) -> str:
        """What becomes of the project as a whole; empty where only its facts change."""
        _, before = self._page.translate, self._version.before
        if self._version.withdrawn:
            return _("Withdrawn: it is published no longer.")
        if not before:
            return _("Published for the first time.")
        if before["withdrawn"]:
            return _("Published again.")
        return "" if self._version.changes else _("The dated reports of progress changed.")

    def rows(self) -> list[Row]:
        """A row for each fact that would change; of a list one for each entry, or fact of an entry."""
        return [row for change in told_apart(self._version.changes) for row in self._rows(change)]

    def _rows(self, change: Change) -> Iterator[Row]:
        name = self._written.name(change.name)
        if change.name == "footprint":
            yield Row(name, self._state(change.before), self._place(change), self._note(change))
        elif change.entries is not None and change.after is not State.WITHHELD:
            yield from self._entries(name, change.name, change.entries)
        else:
            now = self._said(change.name, change.before, change.old, self._version.before)
            yield Row(name, now, self._said(change.name, change.after, change.new, self._facts), self._note(change))

    @property
    def _facts(self) -> Mapping[str, Any]:
        return self._version.facts

    def _said(self, name: str, state: State, value: Any, facts: Mapping[str, Any]) -> str:  # noqa: ANN401 - JSON
        return self._written.value(name, value, facts) if value is not None else self._state(state)

    def _state(self, state: State) -> str:
        _ = self._page.translate
        return {
            State.ENTERED: _("on the map"),
            State.NOT_ENTERED: _("not entered"),
            State.WITHHELD: _("withheld"),
            State.PURGED: _("purged"),
        }[state]

    def _place(self, change: Change) -> str:
        if change.before is change.after is State.ENTERED:
            return self._page.translate("drawn anew")
        return self._state(change.after)

    def _note(self, change: Change) -> str:
        _ = self._page.translate
        if change.after is State.WITHHELD:
            on = ground(self._page.site.policy, change.name, described(self._id, self._version), self._page.ctx.today())
            return _(on) if on else ""
        return _("It is published in less detail than it was entered.") if change.coarse else ""

    def _entries(self, called: str, name: str, entries: Entries) -> Iterator[Row]:
        nothing = self._state(State.NOT_ENTERED)
        for one in entries.added:
            yield Row(called, nothing, self._entry.whole(name, one))
        for one in entries.removed:
            yield Row(called, self._entry.whole(name, one), nothing)
        for key, changes in entries.changed:
            yield from self._within(f"{called}, {key}", name, changes)

    def _within(self, of: str, name: str, changes: Sequence[Change]) -> Iterator[Row]:
        for one in changes:
            called = f"{of}: {self._entry.called(one.name)}"
            if one.entries is not None:
                yield from self._entries(called, one.name, one.entries)
            else:
                sides = ((one.before, one.old), (one.after, one.new))
                yield Row(called, *(self._fact(name, one.name, *side) for side in sides))

    def _fact(self, name: str, fact: str, state: State, value: Any) -> str:  # noqa: ANN401 - JSON
        return self._state(state) if value is None else self._entry.value(name, fact, value)
