"""`allimi load`: a city's own files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from api.cli.bars import progress_bar
from api.cli.database import database
from api.cli.noting import note_done, note_load
from api.cli.options import check_writable, parse_date, parse_names
from api.cli.outcomes import said, write_report
from api.cli.sampling import writer
from api.settings import load_settings
from data.cities import load_city
from data.districts import DistrictColumns, load_districts, read_districts
from data.intake.policies import watch
from data.loading import Loaded, Progressed, load_projects
from data.mapping import load_mapping
from data.policy import load_policy
from data.roads import read_roads
from geo.boundaries import BoundarySet
from geo.errors import Conflict
from geo.publishing.roads import publish_roads
from geo.store.connecting import publishing

app = typer.Typer(help="Load a city's own files.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="The file.", show_default=False)]


@app.command()
def projects(
    file: File,
    mapping: Annotated[Path, typer.Option(help="What the columns mean (TOML); 'allimi inspect' proposes one.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, publish nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Publish nothing unless every row passes.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write the held rows with their reasons to this CSV.")] = None,
    correct_baseline: Annotated[
        bool, typer.Option("--correct-baseline", help="Let the originals in this file replace the published ones.")
    ] = False,
) -> None:
    """Publish the projects of a file: what passes the checks is published, the rest is held with its reasons."""
    if report is not None:
        check_writable(report)
    settings = load_settings()
    city, meaning = load_city(settings.city), load_mapping(mapping)
    with database(settings) as logins, publishing(writer(logins)) as connection, progress_bar() as progress:
        watched = watch(connection, settings.policy)
        policy = load_policy(settings.policy)
        step = _step(progress, "Reading and checking")
        loaded = load_projects(
            connection, file, meaning, city=city, policy=policy, progressed=step, correct_baseline=correct_baseline
        )
        watched.must_hold(connection)
        if report is not None:
            write_report(loaded.held, report)  # before the commit: a report that cannot be written publishes nothing
        kept = not dry_run and not (strict and loaded.held)
        note_load(connection, file.name, loaded.outcome, kind="projects", correct_baseline=correct_baseline or None)
        if not kept:
            connection.rollback()
    _tell(loaded, report, kept=kept)
    if strict and loaded.held:
        raise Conflict("Nothing was published: with --strict every row must pass.")


@app.command()
def districts(
    file: File,
    code: Annotated[str, typer.Option("--set", help="Code of the boundary set, like danang-2025.")],
    name: Annotated[list[str] | None, typer.Option(help="Name of the set: vi=..., en=... (repeat).")] = None,
    code_column: Annotated[str | None, typer.Option(help="Column of the district's code; guessed if not said.")] = None,
    name_column: Annotated[
        list[str] | None, typer.Option(help="Columns of names: vi=name, en=nameEn (repeat); guessed if not said.")
    ] = None,
    parent_column: Annotated[str | None, typer.Option(help="Column of the code of the unit it is part of.")] = None,
    level: Annotated[int, typer.Option(min=1, help="Level of the file's districts; 1 is the highest.")] = 1,
    valid_from_column: Annotated[str | None, typer.Option(help="Column of a district's first day in force.")] = None,
    valid_to_column: Annotated[str | None, typer.Option(help="Column of a district's last day in force.")] = None,
    valid_from: Annotated[str | None, typer.Option(help="First day in force, like 2025-07-01.")] = None,
    valid_to: Annotated[str | None, typer.Option(help="Last day in force.")] = None,
    source: Annotated[str | None, typer.Option(help="Where the boundaries come from.")] = None,
    licence: Annotated[str | None, typer.Option(help="The licence of the boundaries.")] = None,
    layer: Annotated[str | None, typer.Option(help="Layer, where the file has several.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding, where the file does not say it.")] = None,
    crs: Annotated[str | None, typer.Option(help="EPSG code, where the file does not say it.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, publish nothing.")] = False,
) -> None:
    """Publish the districts of a file as one boundary set; what is not said of a known set stays as it was."""
    settings = load_settings()
    city = load_city(settings.city)
    columns = DistrictColumns(
        code=code_column,
        names=parse_names(name_column or []),
        parent=parent_column,
        level=level,
        valid_from=valid_from_column,
        valid_to=valid_to_column,
    )
    boundary_set = BoundarySet(
        code=code,
        names=parse_names(name or []),
        valid_from=parse_date(valid_from),
        valid_to=parse_date(valid_to),
        source=source,
        licence=licence,
    )
    found = read_districts(file, city, columns=columns, layer=layer, encoding=encoding, crs=crs)
    with database(settings) as logins, publishing(writer(logins)) as connection:
        number = load_districts(connection, boundary_set, found, language=city.languages[0])
        note_done(connection, "load", target=file.name, kind="districts", set=code, publication=number)
        if dry_run:
            connection.rollback()
    end = "would be published (dry run)" if dry_run else f"published (publication {number})"
    for line in (*found.repairs, f"{len(found.districts)} districts of {code} {end}"):
        typer.echo(line)


@app.command()
def roads(
    file: File,
    name_column: Annotated[str | None, typer.Option(help="Column of the street's name; guessed if not said.")] = None,
    class_column: Annotated[str | None, typer.Option(help="Column of the road's class; guessed if not said.")] = None,
    layer: Annotated[str | None, typer.Option(help="Layer, where the file has several.")] = None,
    crs: Annotated[str | None, typer.Option(help="EPSG code, where the file does not say it.")] = None,
) -> None:
    """Take the roads of a file, by which works are known to be on one street, in place of those of a file so called."""
    settings = load_settings()
    city = load_city(settings.city)
    found, left_out = read_roads(file, city, name=name_column, road_class=class_column, layer=layer, crs=crs)
    with database(settings) as logins, publishing(writer(logins)) as connection:
        done = publish_roads(connection, file.name, found)
        note_done(connection, "load", target=file.name, kind="roads", pieces=len(found))
    typer.echo(f"{len(found):,} pieces of road; {left_out:,} rows without a line in the city were left out")
    typer.echo(f"{done.pairs:,} pairs of works concern each other; {done.changed:,} are new or otherwise than before")


def _step(progress: Progress, description: str) -> Progressed:
    task = progress.add_task(description, total=None)
    return lambda rows: progress.advance(task, rows)


def _tell(loaded: Loaded, report: Path | None, *, kept: bool) -> None:
    if not kept:
        typer.echo("Nothing is published (dry run or --strict); it would have been:")
    typer.echo(said(loaded.outcome, kept=kept))
    for rule, count in loaded.held_by_rule().items():
        typer.echo(f"  held by {rule}: {count}")
    if report is not None:
        typer.echo(f"The held rows are in {report}.")
