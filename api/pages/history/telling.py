"""What a version of a project changed, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from api.pages.grounds import ground
from api.pages.history.entries import Within
from api.pages.history.naming import submitted
from api.pages.history.values import DATES, MONEY, Written
from api.pages.site import Page
from geo.history import Change, Entries, Purge, State, Version

FIRST: Final = ("status", "original_end", "planned_end", "budget", "contract_amount", "progress_actual")
"""The facts that the first version is told by."""
_SAID_OTHERWISE: Final = frozenset({"title", *MONEY.values()})
"""Facts that go along with another one."""


@dataclass(frozen=True, slots=True)
class Described:
    """As much of a version as a disclosure policy asks for."""

    id: str
    titles: dict[str, str]
    agency: str
    status: str | None
    category: str | None
    withheld: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A version in the list: what it changed and what was purged of it later, a sentence each; what it was sent on."""

    version: Version
    lines: tuple[str, ...]
    purges: tuple[str, ...]
    ground: str | None


class Teller:
    """Tells the versions of a project in a page's language."""

    def __init__(self, page: Page, project_id: str) -> None:
        self._page, self._id = page, project_id
        self._written = Written.on(page)
        self._within = Within(self._written)
        self._submitted = submitted(page.translate)

    def told(self, versions: Iterable[Version]) -> list[Told]:
        """The versions as a list shows them."""
        return [
            Told(one, tuple(self._lines(one)), tuple(map(self.purge, one.purges)), self._ground(one.ground))
            for one in versions
        ]

    def _ground(self, word: str | None) -> str | None:
        """What a version was submitted on; a word that is not ours stays as it is."""
        return None if word is None else self._submitted.get(word, word)

    def purge(self, purge: Purge) -> str:
        """What was purged of a version, and on which ground."""
        _, names = self._page.translate, ", ".join(map(self._written.name, purge.fields))
        message = _("Purged on {day}: {facts}. Ground: {ground}")
        day = self._page.writing.instant(purge.purged_at)
        return message.format(day=day, facts=names, ground=_(purge.ground) if purge.ground else "")

    def _lines(self, version: Version) -> Iterator[str]:
        _ = self._page.translate
        if version.withdrawn:
            yield _("Withdrawn: it is published no longer.")
            return
        if not version.before:
            yield _("Published for the first time.")
            yield from self._first(version)
            return
        if version.before["withdrawn"]:
            yield _("Published again.")
        lines = [self._line(version, change) for change in told_apart(version.changes)]
        yield from lines
        if not lines and not version.before["withdrawn"]:
            yield _("The dated reports of progress changed.")

    def _first(self, version: Version) -> Iterator[str]:
        _ = self._page.translate
        for name in FIRST:
            value = version.facts.get(name)
            if name in version.purged:
                said = _("purged")
            elif name in version.withheld:
                said = _("withheld")
            else:
                said = _("not entered") if value is None else self._written.value(name, value, version.facts)
            yield _("{fact}: {value}").format(fact=self._written.name(name), value=said)

    def _line(self, version: Version, change: Change) -> str:
        _, line = self._page.translate, self._exactly(version, change)
        return " ".join([line, _("It is published in less detail than it was entered.")]) if change.coarse else line

    def _exactly(self, version: Version, change: Change) -> str:
        if change.name == "footprint":
            return self._place(version, change)
        if change.after is State.WITHHELD or change.after is State.PURGED:
            return self._hidden(version, change)
        if change.entries is not None and State.WITHHELD not in {change.before, change.after}:
            return self._entries(change.name, change.entries)
        if change.before is change.after is State.ENTERED and change.old == change.new:
            return self._page.translate("{fact} is published in another form.").format(
                fact=self._written.name(change.name)
            )
        if change.name in DATES and change.before is change.after is State.ENTERED:
            return self._moved(version, change)
        return self._changed(version, change)

    def _changed(self, version: Version, change: Change) -> str:
        """Old and new of a fact that is public now."""
        _, told = self._page.translate, self._written.value
        old = told(change.name, change.old, version.before) if change.old is not None else ""
        new = told(change.name, change.new, version.facts) if change.new is not None else _("not entered")
        message = {
            (State.ENTERED, State.ENTERED): _("{fact} changed from {old} to {new}."),
            (State.NOT_ENTERED, State.ENTERED): _("{fact} is now entered: {new}."),
            (State.ENTERED, State.NOT_ENTERED): _("{fact} is no longer entered; it was {old}."),
            (State.WITHHELD, State.ENTERED): _("{fact} is no longer withheld: {new}."),
            (State.WITHHELD, State.NOT_ENTERED): _("{fact} is no longer withheld.")
            if "." in change.name
            else _("{fact} is no longer withheld, but not entered."),
            (State.PURGED, State.ENTERED): _("{fact} is {new}; what was published before was purged."),
            (State.PURGED, State.NOT_ENTERED): _("{fact} is not entered; what was published before was purged."),
        }[change.before, change.after]
        return message.format(fact=self._written.name(change.name), old=old, new=new)

    def _moved(self, version: Version, change: Change) -> str:
        """A date that moved; of the planned end how often it was extended, and how far it is from the original one."""
        _, day = self._page.translate, self._page.writing.iso_day
        name = self._written.name(change.name)
        moved = _("{fact} moved from {old} to {new}").format(fact=name, old=day(change.old), new=day(change.new))
        more = self._extension(version, change) if change.name == "planned_end" else []
        return ended(", ".join([moved, *more]))

    def _extension(self, version: Version, change: Change) -> list[str]:
        number = self._page.writing.number
        said, original = [], version.facts.get("original_end")
        if change.new > change.old:
            said.append(self._ordinal(version.facts.get("extension_count") or version.extensions))
        if original is not None:
            days = (date.fromisoformat(change.new) - date.fromisoformat(original)).days
            if days:
                said.append(self._from_original(days).format(days=number(abs(days))))
        return said

    def _from_original(self, days: int) -> str:
        counted = self._page.counted
        if days > 0:
            return counted("{days} day after the original", "{days} days after the original", days)
        return counted("{days} day before the original", "{days} days before the original", -days)

    def _ordinal(self, count: int) -> str:
        _ = self._page.translate
        known = (_("first extension"), _("second extension"), _("third extension"), _("fourth extension"))
        if 0 < count <= len(known):
            return known[count - 1]
        return _("extension no. {number}").format(number=self._page.writing.number(count))

    def _hidden(self, version: Version, change: Change) -> str:
        _, name = self._page.translate, self._written.name(change.name)
        if change.after is State.PURGED:
            return _("{fact}: what this version said was purged.").format(fact=name)
        on = ground(self._page.site.policy, change.name, described(self._id, version), self._page.ctx.today())
        if on is None:
            return _("{fact} is now withheld.").format(fact=name)
        return _("{fact} is now withheld on the ground: {ground}").format(fact=name, ground=_(on))

    def _place(self, version: Version, change: Change) -> str:
        _ = self._page.translate
        if change.after in {State.WITHHELD, State.PURGED}:
            return self._hidden(version, change)
        if change.after is State.NOT_ENTERED:
            return _("The place is no longer entered.")
        return {
            State.ENTERED: _("The place was drawn anew."),
            State.NOT_ENTERED: _("The place is now on the map."),
            State.WITHHELD: _("The place is no longer withheld."),
            State.PURGED: _("The place was drawn anew; what was published before was purged."),
        }[change.before]

    def _entries(self, name: str, entries: Entries) -> str:
        said = ended(self._within.told(name, entries))
        return self._page.translate("{fact}: {value}").format(fact=self._written.name(name), value=said)


def purge_grounds(page: Page, told: Iterable[Told], version: int) -> dict[str, str]:
    """On which ground each field of a version was purged, in the page's language; of several the newest."""
    purges = [purge for one in told if one.version.number == version for purge in one.version.purges]
    ordered = sorted(purges, key=lambda one: one.publication)
    return {field: page.translate(purge.ground) for purge in ordered for field in purge.fields if purge.ground}


def ended(sentence: str) -> str:
    """The sentence with a full stop, where what an agency wrote at its end has none."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def described(project_id: str, version: Version) -> Described:
    """A version as the policy asks for it."""
    facts = version.facts
    return Described(project_id, facts["titles"], facts["agency"], facts["status"], facts["category"], version.withheld)


def told_apart(changes: tuple[Change, ...]) -> list[Change]:
    """The changes without those that go along with another one, such as the currency of an amount that changed."""
    names = {change.name for change in changes}
    along = {MONEY[name] for name in MONEY if name in names} | ({"title"} if "titles" in names else set())
    return [change for change in changes if change.name not in along & _SAID_OTHERWISE]
