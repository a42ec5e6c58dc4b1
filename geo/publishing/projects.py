"""Stage projects and publish them: one transaction, of which a reader sees all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, Final

from psycopg import Connection
from psycopg.types.json import Jsonb

from geo.disclosure import UNDERIVED, Disclosed
from geo.project import Agency
from geo.publishing import numbering, serialising
from geo.publishing.boxes import keep_boxes
from geo.publishing.briefs import keep_briefs
from geo.publishing.disclosures import keep_disclosures
from geo.publishing.drawing import draw_works
from geo.publishing.logging import append
from geo.publishing.overlaps import keep_overlaps
from geo.publishing.rows import COLUMNS, staged_row
from geo.publishing.tables import make_tables
from geo.publishing.texts import as_json
from geo.sql import query
from geo.sql.choosing import shares

_BEFORE: Final = ("publish/projects", "publish/close")
_AFTER: Final = (
    "publish/reports",
    "publish/reports_shown",
    "counts/moved",
    "counts/extents_forget",
    "counts/extents_grow",
    "counts/extents_rebuild",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A file that is being loaded; `correct_baseline` lets the originals it names replace the published ones."""

    kind: str
    file_name: str
    file_sha256: bytes | None = None
    mapping: str | None = None
    correct_baseline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRow:
    """One row as it was sent; `reasons` are those for which it is held, `geometry` is WKB in the file's own CRS."""

    number: int
    payload: Mapping[str, Any]
    project_id: str | None = None
    geometry: bytes | None = None
    reasons: Sequence[Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a load's rows, and how many versions it published; `publication` is None where nothing changed.

    Several rows may be parts of one project, so that rows and versions differ.
    """

    rows: int
    published: int
    unchanged: int
    held: int
    versions: int
    publication: int | None


class Publisher:
    """Stages and publishes over one connection, inside the transaction that the caller opened.

    The caller commits or rolls back: until then no reader sees anything, and after a crash nothing remains. Where only
    `few` projects will be staged, dozens, no statistics are taken of them. Where works are not compared with each
    other, the first publication that does compares all of them.
    """

    def __init__(
        self, connection: Connection, *, languages: tuple[str, ...], few: bool = False, compares: bool = True
    ) -> None:
        self._connection = connection
        self._few = few
        self._compares = compares
        self._languages = languages
        self._named = 0
        make_tables(connection, few=few)

    def agencies(self, agencies: Iterable[Agency]) -> None:
        """Publish agencies, or their new names."""
        cursor = self._connection.cursor()
        cursor.executemany(
            "INSERT INTO published.agency AS a (code, names) VALUES (%s, %s) ON CONFLICT (code) DO UPDATE "
            "SET names = excluded.names WHERE a.names <> excluded.names",
            [(agency.code, Jsonb(dict(agency.names))) for agency in agencies],
        )
        self._named += max(cursor.rowcount, 0)

    def stage(self, rows: Iterable[tuple[int, Disclosed]]) -> None:
        """Stage disclosed projects, each with the number of the row it came from."""
        with self._connection.cursor().copy(f"COPY stage ({COLUMNS}) FROM STDIN") as copy:
            for number, disclosed in rows:
                copy.write_row(staged_row(number, disclosed, self._languages))

    def keep(self, rows: Iterable[SentRow]) -> None:
        """Keep rows exactly as they were sent, the held ones with their reasons."""
        columns = "row_number, project_id, payload, geometry, reasons"
        with self._connection.cursor().copy(f"COPY sent ({columns}) FROM STDIN") as copy:
            for row in rows:
                reasons = None if row.reasons is None else as_json(list(row.reasons))
                copy.write_row((row.number, row.project_id, as_json(row.payload), row.geometry, reasons))

    def withdraw_other_samples(self) -> None:
        """Stage the withdrawal of every published sample project that is not staged."""
        self._connection.execute(query("publish/withdraw_samples"))

    def withdraw(self, project_ids: Sequence[str]) -> None:
        """Stage the withdrawal of these published projects; those that are staged or not published stay out."""
        self._connection.execute(query("publish/withdraw"), {"ids": list(project_ids)})

    def publish(self, load: Load) -> Outcome:
        """Publish what is staged, under the publication lock; the caller commits."""
        run = self._connection.execute
        self._analyse("stage")
        numbering.lock(self._connection)
        run(query("publish/changes"), {"correct": load.correct_baseline, "underived": list(UNDERIVED)})
        self._analyse("change")
        outcome = self._counted()
        if outcome.versions:
            outcome = replace(outcome, publication=self._write(outcome.versions))
        elif self._named:  # features show the names of agencies: caches must see that something is new
            outcome = replace(outcome, publication=numbering.take_number(self._connection, versions=0).number)
        run(query("publish/submissions"), {"load": self._keep_load(load, outcome)})
        return outcome

    def _analyse(self, table: str) -> None:
        """Let the planner know how much is in a table that may be large."""
        if not self._few:
            self._connection.execute(f"ANALYZE {table}")

    def _counted(self) -> Outcome:
        row = self._connection.execute(query("publish/counts")).fetchone()
        assert row is not None  # noqa: S101 - an aggregate always has a row
        rows, held, published, versions = row
        return Outcome(
            rows=rows,
            published=published,
            unchanged=rows - held - published,
            held=held,
            versions=versions,
            publication=None,
        )

    def _write(self, versions: int) -> int:
        run = self._connection.execute
        run(query("publish/agencies"), {"language": self._languages[0]})
        taken = numbering.take_number(self._connection, versions=versions)
        parameters = taken._asdict()
        # Where each statement takes little, waiting for its answer before the next is sent takes as long.
        with self._connection.pipeline() if self._few else nullcontext():
            for statement in (*map(query, _BEFORE), serialising.versions(), *map(query, _AFTER)):
                run(statement, parameters)
            append(self._connection, taken.number)
            run(shares("change"))
            keep_boxes(self._connection, taken.number)
            keep_briefs(self._connection, taken.number)
            keep_disclosures(self._connection, taken.number)
            draw_works(self._connection, taken.number)
        if self._compares:
            keep_overlaps(self._connection, taken.number)
        return taken.number

    def _keep_load(self, load: Load, outcome: Outcome) -> int:
        row = self._connection.execute(
            "INSERT INTO intake.load (kind, file_name, file_sha256, mapping, publication, published, unchanged, held) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            [
                load.kind,
                load.file_name,
                load.file_sha256,
                load.mapping,
                outcome.publication,
                outcome.published,
                outcome.unchanged,
                outcome.held,
            ],
        ).fetchone()
        assert row is not None  # noqa: S101 - INSERT ... RETURNING of one row
        return int(row[0])
