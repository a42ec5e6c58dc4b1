"""From a source and a mapping to rows that can be published and rows that are held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from shapely.geometry.base import BaseGeometry

from data.checks.duplicates import SharedIds
from data.checks.facts import broken
from data.checks.footprints import footprints
from data.checks.locations import Locate, locator
from data.checks.outcomes import Held, Outcome, Prepared
from data.checks.survey import survey
from data.mapping import Mapping, RowMapper
from data.readers import RawRow, Source
from data.readers.source import CHUNK
from data.rules import Reason
from geo.city import City
from geo.project import LocationTrust, Project


def prepare(source: Source, mapping: Mapping, city: City, *, size: int = CHUNK) -> Iterator[Outcome]:
    """Every row of the file, either prepared or held; `sum(outcome.rows)` is the number of rows in the file.

    The file is read twice: once for its ids, once for all of it; memory holds one chunk and the rows that share an
    id, which come last. Footprints are in EPSG:4326. Raises BadInput when the file or the mapping cannot be used.
    """
    mapper, locate = RowMapper(mapping), locator(source, mapping)
    seen = survey(source, mapper)
    shared = SharedIds(mapping.id.shared)
    preparer = _Preparer(mapper, locate, city)
    for chunk in source.chunks(size):
        for outcome in preparer.outcomes(chunk):
            if outcome.project and outcome.project.id and (hash(outcome.project.id) or 1) in seen.shared:
                shared.keep(outcome)
            else:
                yield outcome
    yield from shared.outcomes()


class _Preparer:
    def __init__(self, mapper: RowMapper, locate: Locate, city: City) -> None:
        self._mapper, self._locate, self._city = mapper, locate, city
        part = mapper.mapping.location
        self._trust = LocationTrust(
            source=part.source,
            method=part.method,
            accuracy=part.accuracy,
            verified_by=part.verified_by,
            verified_on=part.verified_on,
        )

    def outcomes(self, rows: Sequence[RawRow]) -> Iterator[Outcome]:
        located = self._locate(rows)
        shapes = footprints(located, self._city)
        for n, row in enumerate(rows):
            yield self._outcome(row, shapes[n], located.reasons.get(n))

    def _outcome(self, row: RawRow, footprint: BaseGeometry | None, reason: Reason | None) -> Outcome:
        facts = self._mapper.facts(row.values)
        reasons = list(chain(facts.reasons, [reason] if reason else ()))
        if row.fault and not reason:
            reasons.append(Reason(row.fault_rule, "row", None, row.fault))
        agency = facts.agency
        project = Project(
            **{"id": "", "titles": {}, **facts.fields},
            agency=agency.code if agency else "",
            footprint=footprint,
            location=self._trust if footprint is not None else LocationTrust(),
            sample=self._mapper.mapping.sample,
        )
        reasons.extend(broken(project))
        if reasons or agency is None:
            return Held(row.number, row.values, facts.id, tuple(reasons), row.geometry, project)
        return Prepared(row.number, row.values, project, agency, row.geometry)
