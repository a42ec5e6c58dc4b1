"""How the outcome of a load is told."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from data.loading import HeldRow
from data.rules import Reason
from data.tables import plain_text
from geo.errors import BadInput
from geo.publishing import Outcome


def said(outcome: Outcome, *, kept: bool = True) -> str:
    """What became of the rows, in one line whose numbers add up; a number of publication only where it was kept."""
    ending = f" (publication {outcome.publication})" if outcome.publication and kept else ""
    return (
        f"{outcome.published} published + {outcome.unchanged} unchanged + {outcome.held} held "
        f"= {outcome.rows} rows{ending}"
    )


def write_report(held: Sequence[HeldRow], path: Path) -> None:
    """Write each reason of each held row as a line of CSV; no cell begins a formula. Raises BadInput."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("row", "project_id", "rule", "field", "value", "message"))
            writer.writerows(_line(row, reason) for row in held for reason in row.reasons)
    except OSError as error:
        raise BadInput(f"The report cannot be written to {path}: {error.strerror}.") from error


def _line(row: HeldRow, reason: Reason) -> tuple[int | str, ...]:
    cells = (row.project_id, reason.rule, reason.field, reason.value, reason.message)
    return (row.number, *(plain_text(cell or "") for cell in cells))
