"""What one transaction publishes, of one push or of several: staged together, published at once under the one lock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from psycopg import Connection

from geo.city import City
from geo.intake import records
from geo.intake.keys import Key
from geo.project import Agency
from geo.publishing import Load, Publisher

_MOST_NAMED: Final = 3


class StagedAlready(Exception):  # noqa: N818
    """A project is staged in this transaction already: a publication has one version of each."""


class Staging:
    """Takes what is staged, and publishes it; `few` says that dozens of projects are expected, not thousands.

    Afterwards `publication` is the number of what was published, None where nothing was new; `changed` are the projects
    that have a new version, `named` the agencies that have a name since.
    """

    def __init__(self, connection: Connection, city: City, *, few: bool = False) -> None:
        self.connection = connection
        self.publication: int | None = None
        self.changed: frozenset[str] = frozenset()
        self.named: set[str] = set()
        self.publisher = Publisher(connection, languages=city.languages, few=few)
        self._staged: dict[int, tuple[Key, frozenset[str]]] = {}

    def add(self, push_id: int, key: Key, projects: Sequence[str]) -> None:
        """Note that projects of a push are staged, which a key has submitted or approved. Raises StagedAlready."""
        if any(not staged.isdisjoint(projects) for _, staged in self._staged.values()):
            raise StagedAlready
        self._staged[push_id] = (key, frozenset(projects))

    def drop(self, push_id: int) -> None:
        """Forget a push of which everything was taken back."""
        self._staged.pop(push_id, None)

    def publish(self) -> None:
        """Publish what is staged, if anything is; waits for the lock."""
        if not self._staged:
            return
        for key in {key.agency: key for key, _ in self._staged.values()}.values():
            self._name(key)
        load = Load(kind="push", file_name=_said(list(self._staged)))
        self.publication = self.publisher.publish(load).publication
        self.changed = records.changed(self.connection)

    def _name(self, key: Key) -> None:
        """Publish the names that a key gives its agency, unless the agency has names."""
        if key.names and not records.named_agency(self.connection, key.agency):
            self.publisher.agencies([Agency(key.agency, key.names)])
            self.named.add(key.agency)


def _said(push_ids: Sequence[int]) -> str:
    if len(push_ids) == 1:
        return f"push {push_ids[0]}"
    first = ", ".join(str(number) for number in push_ids[:_MOST_NAMED])
    return f"pushes {first}" + (f" and {len(push_ids) - _MOST_NAMED} more" if len(push_ids) > _MOST_NAMED else "")
