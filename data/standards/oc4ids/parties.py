"""The organisations of a project: each once, with all its roles, referred to by its id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.standards.oc4ids.writing import Json, bare


@dataclass(slots=True)
class Party:
    """An organisation as it is gathered."""

    id: str
    name: str | None = None
    identifier: Mapping[str, Any] | None = None
    roles: dict[str, None] = field(default_factory=dict)
    contact: Json | None = None

    def written(self) -> Json:
        """As a party of OC4IDS."""
        identifier = None if self.identifier is None else bare(legalName=self.name, **self.identifier)
        return bare(
            id=self.id, name=self.name, identifier=identifier, roles=list(self.roles), contactPoint=self.contact
        )

    def may_be(self, identifier: Mapping[str, Any] | None) -> bool:
        """Whether it may be the one of this identifier: not where it has another one."""
        if self.identifier is None or identifier is None:
            return True
        pairs = [(self.identifier.get(name), identifier.get(name)) for name in ("scheme", "id")]
        return all(own is None or other is None or own == other for own, other in pairs)


class Parties:
    """Gathers the organisations: equal identifiers are one, and equal names, but for those of other identifiers."""

    def __init__(self) -> None:
        self._all: dict[str, Party] = {}
        self._by_key: dict[tuple[str, ...], Party] = {}

    def refer(
        self,
        name: str | None,
        *roles: str,
        identifier: Mapping[str, Any] | None = None,
        known_as: str | None = None,
    ) -> Json | None:
        """A reference to the organisation, which has these roles too; None for one that nobody names."""
        party = self.find(name, identifier=identifier, known_as=known_as)
        if party is None:
            return None
        party.roles |= dict.fromkeys(roles)
        return bare(id=party.id, name=party.name)

    def find(
        self, name: str | None, *, identifier: Mapping[str, Any] | None = None, known_as: str | None = None
    ) -> Party | None:
        """The organisation, known from here on; None for one that nobody names."""
        keys = list(_keys(name, identifier))
        if not keys and known_as is None:
            return None
        known = (self._by_key[key] for key in keys if key in self._by_key)
        party = next((one for one in known if one.may_be(identifier)), None)
        party = party or self._add(known_as or _made_of(keys[0]))
        party.name = party.name or name
        party.identifier = party.identifier or identifier
        self._by_key |= dict.fromkeys((key for key in keys if key not in self._by_key), party)
        return party

    def written(self) -> list[Json]:
        """All of them, in the order in which they were named."""
        return [party.written() for party in self._all.values()]

    def _add(self, wanted: str) -> Party:
        number = next(n for n in range(1, len(self._all) + 2) if _numbered(wanted, n) not in self._all)
        party = Party(_numbered(wanted, number))
        self._all[party.id] = party
        return party


def _keys(name: str | None, identifier: Mapping[str, Any] | None) -> Iterable[tuple[str, ...]]:
    if identifier is not None and identifier.get("id"):
        yield ("identifier", identifier.get("scheme") or "", identifier["id"])
    if name:
        yield ("name", " ".join(name.casefold().split()))


def _made_of(key: tuple[str, ...]) -> str:
    """An id that stays the same as long as the organisation is called the same."""
    if key[0] == "identifier":
        return "-".join(part for part in key[1:] if part)
    return f"name-{hashlib.sha256(key[1].encode()).hexdigest()[:12]}"


def _numbered(wanted: str, number: int) -> str:
    return wanted if number == 1 else f"{wanted}~{number}"
