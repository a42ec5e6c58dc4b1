"""What became of the entries of a list of details, in a few words each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.pages.details.codes import code_names
from api.pages.history.values import Written
from geo.history import Change, Entries, State

_CALLED: Final = ("title", "name", "role", "reason", "text")
"""What an entry is called by, the first that it has."""
_DAYS: Final = frozenset({"date", "signed", "start", "end", "old_end", "new_end", "published", "taken_on"})
_CODES: Final = {"contracts": {"status": "status"}, "payments": {"kind": "payment"}, "briefs": {"state": "state"}}
"""Of the lists with codes: which list of names each of their facts is of."""


@dataclass(frozen=True, slots=True)
class Within:
    """Tells the entries of lists in a page's language."""

    written: Written

    def told(self, name: str, entries: Entries) -> str:
        """What was added, removed and changed."""
        _ = self.written.page.translate
        changed = [self._changed(name, key, changes) for key, changes in entries.changed]
        said = [
            message.format(entries="; ".join(those))
            for message, those in (
                (_("added {entries}"), [self._entry(one) for one in entries.added]),
                (_("removed {entries}"), [self._entry(one) for one in entries.removed]),
                (_("changed {entries}"), changed),
            )
            if those
        ]
        return ", ".join(said)

    def _entry(self, entry: Any) -> str:  # noqa: ANN401 - a JSON object
        """What an entry is called; a payment is its amount and its day."""
        if not isinstance(entry, Mapping):
            return self.written.plain(entry)
        called = next((entry[name] for name in _CALLED if entry.get(name)), None)
        if called is not None:
            return self.written.plain(called)
        told = [self._value("", name, entry[name]) for name in ("amount", "date") if entry.get(name)]
        return ", ".join(told) or self.written.plain(entry.get("id") or entry)

    def _changed(self, name: str, key: str, changes: Iterable[Change]) -> str:
        return f"{key} ({'; '.join(self._facts(name, changes))})"

    def _facts(self, name: str, changes: Iterable[Change]) -> Iterator[str]:
        for one in changes:
            called = self.written.name(one.name)
            if one.entries is not None and State.WITHHELD not in {one.before, one.after}:
                yield f"{called}: {self.told(one.name, one.entries)}"
            elif one.after is State.ENTERED and one.new is not None:
                new = self._value(name, one.name, one.new)
                old = f"{self._value(name, one.name, one.old)} → " if one.old is not None else ""
                yield f"{called}: {old}{new}"
            else:
                yield called

    def _value(self, name: str, fact: str, value: Any) -> str:  # noqa: ANN401 - a JSON value
        if fact in _DAYS:
            return self.written.page.writing.iso_day(value)
        if (codes := _CODES.get(name, {}).get(fact)) is not None:
            return code_names(self.written.page.translate)[codes].get(value, str(value))
        return self.written.plain(value)
