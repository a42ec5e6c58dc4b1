"""Load a city's own files: read, check, disclose, publish; one transaction, whole or absent."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import shapely
from psycopg import Connection

from data.checks import Held, Prepared, Reason, prepare
from data.mapping import Mapping
from data.policy import Policy, discloser
from data.readers import open_source
from data.screening import safe
from geo.city import City
from geo.disclosure import Disclosed
from geo.project import Agency, Project
from geo.publishing import Load, Outcome, Publisher, SentRow

CHUNK = 5_000
Progressed = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row that is not published, for the report: its number, its project where it is known, and why."""

    number: int
    project_id: str | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file."""

    outcome: Outcome
    held: tuple[HeldRow, ...]

    def held_by_rule(self) -> dict[str, int]:
        """How many rows each rule holds, the most frequent first; a row counts under each rule it breaks."""
        return dict(Counter(rule for row in self.held for rule in {r.rule for r in row.reasons}).most_common())


def load_projects(
    connection: Connection,
    path: Path,
    mapping: Mapping,
    *,
    city: City,
    policy: Policy,
    today: date | None = None,
    progressed: Progressed = lambda _: None,
    correct_baseline: bool = False,
) -> Loaded:
    """Publish what passes the checks and hold the rest; the caller commits, or rolls back and nothing happened.

    The policy is that of `today`, the city's date where it is not said. What the policy leaves unpublished is held.
    Raises BadInput when the file or the mapping cannot be used at all.
    """
    publisher = Publisher(connection, languages=city.languages)
    known = _known_districts(connection)
    disclosed = discloser(connection, policy, today or city.today())
    agencies: dict[str, Agency] = {}
    held: list[HeldRow] = []
    file = mapping.file
    with open_source(path, layer=file.layer, encoding=file.encoding, crs=file.crs, delimiter=file.delimiter) as source:
        crs = source.crs
        for chunk in _chunks(prepare(source, mapping, city), CHUNK):
            rows, shown = _told((_published(_placed(row, known), policy) for row in chunk), disclosed, policy, city)
            held += [HeldRow(row.number, row.project_id, row.reasons) for row in rows if isinstance(row, Held)]
            agencies |= {row.agency.code: row.agency for row in rows if isinstance(row, Prepared)}
            publisher.stage(shown)
            publisher.keep(sent for row in rows for sent in _sent(row))
            progressed(sum(row.rows for row in rows))
    publisher.agencies(agencies.values())
    load = Load(
        kind="file",
        file_name=path.name,
        file_sha256=_sha256(path),
        mapping=_as_used(mapping, crs).model_dump_json(exclude_defaults=True),
        correct_baseline=correct_baseline,
    )
    return Loaded(publisher.publish(load), tuple(sorted(held, key=lambda row: row.number)))


def _as_used(mapping: Mapping, crs: str | None) -> Mapping:
    """The mapping with the CRS that the file named itself, so that the rows alone can be read again."""
    if mapping.file.crs is not None or crs is None:
        return mapping
    return mapping.model_copy(update={"file": mapping.file.model_copy(update={"crs": crs})})


def _known_districts(connection: Connection) -> frozenset[str]:
    return frozenset(row[0] for row in connection.execute("SELECT id FROM published.district"))


def _placed(row: Prepared | Held, known: frozenset[str]) -> Prepared | Held:
    """The row, held where it names a district that nobody has published."""
    if isinstance(row, Held):
        return row
    unknown = [district for district in row.project.districts if district not in known]
    if not unknown:
        return row
    message = f"No district {unknown[0]!r} is published: load its boundary set first (allimi load districts)."
    reason = Reason("district.unknown", "districts", unknown[0], message)
    return _held(row, (reason,))


def _published(row: Prepared | Held, policy: Policy) -> Prepared | Held:
    """The row, held where the policy says that nothing of such a project is published."""
    if isinstance(row, Held) or (shut := policy.unpublished(row.project)) is None:
        return row
    message = f"Nothing of the class {shut.name!r} is published: {shut.ground}"
    reason = Reason("disclosure.unpublished", "row", None, message)
    return _held(row, (reason,))


def _told(
    rows: Iterable[Prepared | Held], disclosed: Callable[[Project], Disclosed], policy: Policy, city: City
) -> tuple[list[Prepared | Held], list[tuple[int, Disclosed]]]:
    """The rows, held where their texts may not be published, and what is published of the others."""
    told: list[Prepared | Held] = []
    shown: list[tuple[int, Disclosed]] = []
    for row in rows:
        found = () if isinstance(row, Held) else safe(disclosed(row.project), policy.screening, city.languages)
        if isinstance(found, Disclosed):
            shown.append((row.number, found))
        told.append(_held(row, found) if isinstance(row, Prepared) and isinstance(found, tuple) else row)
    return told, shown


def _held(row: Prepared, reasons: tuple[Reason, ...]) -> Held:
    return Held(row.number, row.raw, row.project.id, reasons, row.sent)


def _sent(row: Prepared | Held) -> Iterator[SentRow]:
    geometry = None if row.sent is None else shapely.to_wkb(row.sent)
    if isinstance(row, Held):
        reasons = [asdict(reason) for reason in row.reasons]
        yield SentRow(number=row.number, payload=row.raw, project_id=row.project_id, geometry=geometry, reasons=reasons)
        return
    yield SentRow(number=row.number, payload=row.raw, project_id=row.project.id, geometry=geometry)
    for number, raw in row.joined:
        yield SentRow(number=number, payload=raw, project_id=row.project.id)


def _chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    numbered = iter(rows)
    while chunk := list(islice(numbered, size)):
        yield chunk


def _sha256(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
