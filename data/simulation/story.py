"""What one project's agency sends, month by month, and what goes wrong with it: all of it follows from its number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from data.simulation.sends import Send, body_of
from data.simulation.works import contract, money, work
from geo.project import Project
from geo.values import Money

_MONTH: Final = timedelta(days=30)
_HUNDRED: Final = Decimal(100)


@dataclass(slots=True)
class Story:
    """A project's pushes in their order. `number` counts from 1; `months` are played up to `today`."""

    seed: int
    number: int
    key: int
    months: int
    today: date
    project: Project
    facts: dict[str, Any] = field(init=False)
    _sequence: int = 0

    def __post_init__(self) -> None:
        self.facts = work(self.project, self.number, self.today, begun=self.begun)

    @property
    def begun(self) -> bool:
        """Whether it is under way: seven of eight are."""
        return self.number % 8 != 7

    @property
    def code(self) -> str:
        """The agency's own code."""
        return f"SIM-{self.seed}-{self.number:05d}"

    def pushed(self) -> Send:
        """The whole project as it is now."""
        return self._send("PUT", "", self.facts)

    def first(self) -> Iterator[Send]:
        """The new project; some break a rule at first (1 of 6), have a wrong type (1 of 11), come twice (1 of 4)."""
        if self.number % 6 == 1:
            yield self._send("PUT", "", self.facts | {"planned_end": date(2001, 1, 1)})
        if self.number % 11 == 4:
            yield self._send("PUT", "", self.facts | {"status": 7})
        whole = self.pushed()
        yield whole
        if self.number % 4 == 2:
            yield Send(key=whole.key, method="PUT", path=whole.path, body=whole.body, salt="again")

    def contracted(self) -> Iterator[Send]:
        """Its own contract, once it is under way."""
        if self.begun:
            made = contract(f"HD-{self.number}", self.number, self.budget, self.facts["planned_start"])
            yield self._send("POST", "/contracts", {"contracts": [made]})

    def shared(self, other: str) -> Iterator[Send]:
        """A contract that stands in another project of the agency as well."""
        made = contract(f"CHUNG-{self.number}", self.number, self.budget, self.facts["planned_start"])
        yield self._send("POST", "/contracts", {"contracts": [made | {"projects": [other]}]})

    def month(self, month: int) -> Iterator[Send]:
        """What is sent in a month, from 0."""
        if self.begun:
            yield from self._reported(month)
            yield from self._paid(month)
            yield from self._changed(month)

    def withdrawn(self) -> Iterator[Send]:
        """One in eleven is taken back at the end."""
        if self.number % 11 == 10:
            yield self._send("DELETE", "", {"reason": "Nhập hai lần (mẫu)."})

    @property
    def budget(self) -> Money:
        """Its budget as it is now."""
        return Money(self.facts["budget"]["amount"], self.facts["budget"]["currency"])

    def day(self, month: int) -> date:
        """The day of a month's report; that of the last one is today."""
        return self.today - (self.months - 1 - month) * _MONTH

    def _reported(self, month: int) -> Iterator[Send]:
        """One in five is silent every other month and enters it later; one in seven also sends an old state."""
        if self.number % 5 == 3 and month % 2 == 0 and month + 1 < self.months:
            return
        if self.number % 5 == 3 and month % 2 == 1:
            yield self._progress(month - 1)
        if self.number % 7 == 2:
            late = self._progress(month, behind=5)
            yield self._progress(month)
            yield late
            return
        yield self._progress(month, repeats=4 if self.number % 4 == 1 else 0, lost=self.number % 8 == 4)

    def _progress(self, month: int, *, behind: int = 0, repeats: int = 0, lost: bool = False) -> Send:
        told = self.report(month)
        told["actual"] = max(Decimal(0), told["actual"] - behind / _HUNDRED)
        return self._send("POST", "/progress", told, repeats=repeats, lost=lost)

    def report(self, month: int) -> dict[str, Any]:
        """A report; the actual progress falls further behind in every third project."""
        slow = 3 if self.number % 3 == 0 else 5
        actual = min(100, self.number % 40 + slow * month)
        planned = min(100, self.number % 40 + 6 * month + 1)
        return {"planned": planned / _HUNDRED, "actual": actual / _HUNDRED, "as_of": self.day(month)}

    def _paid(self, month: int) -> Iterator[Send]:
        """Every second project is paid in every second month."""
        if self.number % 2 == 0 and month % 2 == 1:
            paid = {"id": f"TT-{month}", "contract": f"HD-{self.number}", "date": self.day(month), "kind": "interim"}
            amount = {"amount": money(self.budget, Decimal("0.05"))}
            yield self._send("POST", "/payments", {"payments": [paid | amount]})

    def _changed(self, month: int) -> Iterator[Send]:
        """Every third project gets more time now and then, one in nine another design that costs more."""
        if extended := self.extension(month):
            yield self._send("POST", "/changes", {"changes": [extended]})
        if self.number % 9 == 5 and month == 1:
            reason = "Thay đổi thiết kế móng (mẫu)."
            made = {"id": "TK-1", "type": "scope", "date": self.day(month), "reason": reason}
            yield self._send("POST", "/changes", {"changes": [made]})
            self.facts["budget"] = money(self.budget, Decimal("1.2"))
            yield self.pushed()

    def extension(self, month: int) -> dict[str, Any] | None:
        """The extension that is granted in a month, if any: the planned end moves."""
        if self.number % 3 or month % 3 != 1:
            return None
        old = self.facts["planned_end"]
        self.facts["planned_end"] = new = old + 4 * _MONTH
        made = {"id": f"GH-{month}", "type": "duration", "date": self.day(month), "old_end": old, "new_end": new}
        return made | {"reason": "Mưa lũ kéo dài (mẫu)."}

    def _send(self, method: str, part: str, told: Mapping[str, Any], *, repeats: int = 0, lost: bool = False) -> Send:
        self._sequence += 1
        body = body_of({**told, "sequence": self._sequence})
        path = f"/projects/{self.code}{part}"
        return Send(key=self.key, method=method, path=path, body=body, repeats=repeats, lost=lost)
