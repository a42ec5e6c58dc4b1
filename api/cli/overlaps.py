"""`allimi overlaps`: what works collide, by which rules, and what a plan would collide with."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.database import database
from api.cli.noting import note_done
from api.cli.options import parse_date
from api.cli.sampling import writer
from api.settings import load_settings
from data.cities import load_city
from data.digging import load_rules
from data.digging.files import Read, plans_of
from geo.overlaps.asking import Collision, collisions, in_force
from geo.overlaps.left_out import LeftOut, left_out_near
from geo.publishing.overlaps import Rebuilt, apply_rules, rebuild
from geo.store.connecting import ReadPool, publishing

app = typer.Typer(help="Works that collide in space and time.", no_args_is_help=True)


@app.command("rebuild")
def rebuild_all() -> None:
    """Compare all published works anew; the pairs stay as they are where nothing was amiss."""
    with database(load_settings()) as logins, publishing(writer(logins)) as connection:
        _tell(rebuild(connection))


@app.command("rules")
def put_rules(
    file: Annotated[
        Path | None, typer.Argument(help="What a city does otherwise (TOML); none: the rules shipped.")
    ] = None,
) -> None:
    """Put rules and unit costs in force, and judge all published works by them."""
    settings = load_settings()
    rules = load_rules(file)
    with database(settings) as logins, publishing(writer(logins)) as connection:
        _tell(apply_rules(connection, rules, shipped=file is None))
        note_done(connection, "rules", target=rules.title, fingerprint=rules.fingerprint)
    typer.echo(f"In force: {rules.title} ({rules.fingerprint[:12]}).")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A file with plans, one row each.", show_default=False)],
    layer: Annotated[str | None, typer.Option(help="Layer, where the file has several.")] = None,
    crs: Annotated[str | None, typer.Option(help="EPSG code, where the file does not say it.")] = None,
    start: Annotated[str | None, typer.Option(help="First day of plans that give none, as 2027-03-01.")] = None,
    end: Annotated[str | None, typer.Option(help="Last day of plans that give none.")] = None,
) -> None:
    """Tell what plans would collide with; nothing of them is stored."""
    settings = load_settings()
    city = load_city(settings.city)
    plans = plans_of(file, city, layer=layer, crs=crs, days=(parse_date(start), parse_date(end)))
    with database(settings) as logins:
        pool = ReadPool(logins.readers, size=2, statement_timeout=settings.statement_timeout)
        asyncio.run(_check(pool, plans, city.today()))


async def _check(pool: ReadPool, plans: list[Read], today: date) -> None:
    await pool.open()
    try:
        by = await in_force(pool)
        for number, plan, site, footprint in plans:
            found = await collisions(pool, site, footprint, by, today=today, own=plan.project or "")
            _print(f"Row {number}: {plan.title}", found, dated=site.window.dated)
            _warn(await left_out_near(pool, footprint, by))
    finally:
        await pool.close()


def _print(title: str, found: list[Collision], *, dated: bool) -> None:
    if not found and not dated:
        typer.echo(f"{title}: has no days, without which nothing can be told; give --start, --end or both.")
        return
    if not found:
        typer.echo(f"{title}: collides with nothing that is published.")
        return
    columns = ("Class", "Project", "Agency", "Title", "Shared", "Days", "Joint window", "Leads", "At stake")
    _show(columns, title, map(_cells, found))
    _show(
        ("Project", "Term", "Quantity", "Unit", "Unit cost", "Value", "Source"), "What that is made of:", _terms(found)
    )


def _warn(unknown: Sequence[LeftOut]) -> None:
    """Say of which works near a plan nobody can tell whether it collides with them."""
    if unknown:
        works = ", ".join(f"{one.id} ({one.why})" for one in unknown)
        typer.echo(f"Near it and compared with nothing: {works}.")


def _show(columns: tuple[str, ...], title: str, rows: Iterable[tuple[str, ...]]) -> None:
    table = Table(title=Text(title), title_justify="left", box=None, header_style="bold")
    for column in columns:
        table.add_column(column, no_wrap=column in {"Class", "Term"})
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _terms(found: list[Collision]) -> Iterator[tuple[str, ...]]:
    for one in found:
        for part in one.finding.terms:
            cost = "" if part.unit_cost is None else f"{part.unit_cost:,}"
            yield one.site.id, part.name, f"{part.quantity:,}", part.unit, cost, f"{part.value:,}", part.source


def _cells(one: Collision) -> tuple[str, ...]:
    how, finding, joint = one.measured, one.finding, one.finding.joint
    shared = f"{how.shared_area:,.0f} m2" if how.shared_area else f"{how.shared_length:,.0f} m"
    window = f"{joint.start} - {joint.end}{' (over)' if one.past else ''}" if joint else ""
    leads = f"{finding.lead} ({finding.lead_reason})" if finding.lead else ""
    money = f"{finding.score:,.0f} {finding.currency}"
    named = finding.kind, one.site.id, one.site.agency, one.site.title
    return (*named, shared, str(finding.days_shared), window, leads, money)


def _tell(done: Rebuilt) -> None:
    typer.echo(f"{done.pairs:,} pairs of works concern each other; {done.changed:,} are new or otherwise than before.")
