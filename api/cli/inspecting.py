"""`allimi inspect`: what a file holds, and a mapping to edit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.options import check_writable
from api.settings import load_settings
from data.cities import load_city
from data.inspecting import Inspection, inspect, propose_mapping
from geo.errors import Conflict


def inspect_file(
    file: Annotated[Path, typer.Argument(help="The file.", show_default=False)],
    propose: Annotated[Path | None, typer.Option(help="Write the proposed mapping to this file.")] = None,
    layer: Annotated[str | None, typer.Option(help="Layer, where the file has several.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding, where the file does not say it.")] = None,
    crs: Annotated[str | None, typer.Option(help="EPSG code, where the file does not say it.")] = None,
) -> None:
    """Show a file's layers, columns, CRS, encoding and samples, and propose a mapping ready to edit."""
    if propose is not None:
        check_writable(propose)
        if propose.exists():
            raise Conflict(f"{propose} is there already; nothing is overwritten.")
    seen = inspect(file, layer=layer, encoding=encoding, crs=crs)
    console = Console()
    console.print(Text(_facts(seen)))
    console.print(_columns(seen))
    mapping = propose_mapping(seen, load_city(load_settings().city))
    if propose is None:
        console.print(Text(f"\n{mapping}"))
        return
    propose.write_text(mapping, encoding="utf-8")
    typer.echo(
        f"The proposed mapping is in {propose}. Check every line, then: allimi load projects {file} --mapping {propose}"
    )


def _facts(seen: Inspection) -> str:
    rows = f"{seen.count:,} rows" if seen.count is not None else f"{seen.rows:,} rows looked at"
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in seen.geometries) or "no geometries"
    facts = [f"{seen.name}: {seen.format}, {rows}", f"CRS: {seen.crs or 'not said'}", f"Geometries: {kinds}"]
    if seen.encoding:
        facts.append(f"Encoding: {seen.encoding}")
    if seen.layers:
        facts.append(f"Layers: {', '.join(seen.layers)}" + (f" (read: {seen.layer})" if seen.layer else ""))
    if seen.unreadable:
        facts.append(f"Rows that cannot be read: {seen.unreadable:,}")
    return "\n".join(facts)


def _columns(seen: Inspection) -> Table:
    table = Table("Column", "Type", "Filled", "Different", "Samples", box=None, header_style="bold")
    for column in seen.columns:
        numbers = (f"{column.filled:,}", f"{column.distinct:,}{' (counts rows)' if column.counting else ''}")
        cells = (column.name, ", ".join(column.types), *numbers, " | ".join(column.samples))
        table.add_row(*(Text(cell) for cell in cells))
    return table
