"""How the outcome of a load is told."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from data.loading import HeldRow
from data.tables import plain_text
from geo.publishing import Outcome


def said(outcome: Outcome) -> str:
    """What became of the rows, in one line whose numbers add up."""
    ending = f" (publication {outcome.publication})" if outcome.publication else ""
    return (
        f"{outcome.published} published + {outcome.unchanged} unchanged + {outcome.held} held "
        f"= {outcome.rows} rows{ending}"
    )


def write_report(held: Sequence[HeldRow], path: Path) -> None:
    """Write each reason of each held row as a line of CSV; no cell begins a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("row", "project_id", "rule", "field", "value", "message"))
        for row in held:
            for reason in row.reasons:
                cells = (row.project_id, reason.rule, reason.field, reason.value, reason.message)
                writer.writerow((row.number, *(plain_text(cell or "") for cell in cells)))
