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
_DAYS: Final = frozenset(
    {"date", "signed", "start", "end", "old_end", "new_end", "published", "taken_on"}
    | {"early_start", "early_end", "late_start", "late_end"}
)
_CODES: Final = {
    "scale": {"unit": "unit"},
    "participants": {"roles": "role"},
    "contracts": {"status": "status"},
    "payments": {"kind": "payment"},
    "changes": {"type": "change"},
    "documents": {"type": "document"},
    "briefs": {"state": "state"},
    "coordination": {"firmness": "firmness", "exception": "exception", "ground": "ground"},
}
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

    def whole(self, name: str, entry: Any) -> str:  # noqa: ANN401 - a JSON value
        """All that an entry says, each of its facts by its name."""
        if not isinstance(entry, Mapping):
            return self.written.plain(entry)
        return "; ".join(
            f"{self.called(fact)}: {self._whole(name, fact, value)}"
            for fact, value in entry.items()
            if value is not None
        )

    def _whole(self, name: str, fact: str, value: Any) -> str:  # noqa: ANN401 - a JSON value
        if value and isinstance(value, list) and isinstance(value[0], Mapping):
            return ", ".join(f"({self.whole(fact, one)})" for one in value)
        return self.value(name, fact, value)

    def called(self, fact: str) -> str:
        """What a fact of an entry is called; what has a title there is no work."""
        return self.written.name({"title": "name", "kind": "type"}.get(fact, fact))

    def _entry(self, entry: Any) -> str:  # noqa: ANN401 - a JSON object
        """What an entry is called; a payment is its amount and its day."""
        if not isinstance(entry, Mapping):
            return self.written.plain(entry)
        called = next((entry[name] for name in _CALLED if entry.get(name)), None)
        if called is not None:
            return self.written.plain(called)
        told = [self.value("", name, entry[name]) for name in ("amount", "date") if entry.get(name)]
        return ", ".join(told) or self.written.plain(entry.get("id") or entry)

    def _changed(self, name: str, key: str, changes: Iterable[Change]) -> str:
        return f"{key} ({'; '.join(self._facts(name, changes))})"

    def _facts(self, name: str, changes: Iterable[Change]) -> Iterator[str]:
        for one in changes:
            called = self.called(one.name)
            if one.entries is not None and State.WITHHELD not in {one.before, one.after}:
                yield f"{called}: {self.told(one.name, one.entries)}"
            elif one.after is State.ENTERED and one.new is not None:
                new = self.value(name, one.name, one.new)
                old = f"{self.value(name, one.name, one.old)} → " if one.old is not None else ""
                yield f"{called}: {old}{new}"
            else:
                yield called

    def value(self, name: str, fact: str, value: Any) -> str:  # noqa: ANN401 - a JSON value
        """A value of a fact of an entry in the list of this name."""
        if fact in _DAYS:
            return self.written.page.writing.iso_day(value)
        if (codes := _CODES.get(name, {}).get(fact)) is not None:
            names = code_names(self.written.page.translate)[codes]
            return ", ".join(names.get(one, str(one)) for one in (value if isinstance(value, list) else [value]))
        return self.written.plain(value)
