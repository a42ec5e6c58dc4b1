"""`allimi simulate`: agencies that do not exist push for months."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from api.cli.database import database
from api.cli.sampling import writer
from api.settings import load_settings
from data.cities import load_city
from data.sample import agencies
from data.simulation import Plan, phases, play
from geo.intake.audits import Event, note
from geo.intake.keys import Key, Scope, add_key, revoke
from geo.store.connecting import publishing

_AGENCIES = 4


def simulate(
    projects: Annotated[int, typer.Option(min=1, max=100_000, help="How many projects.")] = 200,
    months: Annotated[int, typer.Option(min=0, max=120, help="How many months of reports.")] = 6,
    seed: Annotated[int, typer.Option(help="The same seed plays the same on the same day.")] = 1,
    url: Annotated[str | None, typer.Option(show_default="as the settings say", help="Where the service runs.")] = None,
    at_once: Annotated[int, typer.Option(min=1, max=64, help="How many push at the same time.")] = 4,
    single: Annotated[
        int | None,
        typer.Option(min=0, show_default=False, help="Push so many one by one, the others in monthly batches."),
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option(
            envvar="ALLIMI_SIMULATE_KEY",
            show_default=False,
            help="Keys of agencies with the scope submit; without them, keys of sample agencies for this once.",
        ),
    ] = None,
) -> None:
    """Play months of pushes against a running service: sample projects, with everything that goes wrong in practice."""
    settings = load_settings()
    with keys() if not key else _given(key) as tokens:
        today = load_city(settings.city).today()
        plan = Plan(projects=projects, months=months, seed=seed, today=today, keys=len(tokens), single=single)
        tally = play(url or settings.links_at(settings.port), tokens, phases(plan), at_once=at_once, progress=_say)
    for line in tally.lines():
        typer.echo(line)


@contextmanager
def keys() -> Iterator[list[str]]:
    """Keys of sample agencies, in the program's own database, revoked at the end."""
    with database(load_settings()) as logins:
        made: list[tuple[Key, str]] = []
        with publishing(writer(logins)) as connection:
            for one in agencies()[:_AGENCIES]:
                made.append(add_key(connection, one.code, scopes=[Scope.SUBMIT], names=one.names, label="simulated"))
                note(connection, _event("key added", made[-1][0]))
        try:
            yield [token for _, token in made]
        finally:
            with publishing(writer(logins)) as connection:
                for old, _ in made:
                    note(connection, _event("key revoked", revoke(connection, old.id)))


@contextmanager
def _given(tokens: list[str]) -> Iterator[list[str]]:
    yield tokens


def _event(action: str, key: Key) -> Event:
    detail = {"scopes": list(key.scopes)}
    return Event(action=action, outcome="done", actor="cli", agency=key.agency, target=key.id, detail=detail)


def _say(told: str) -> None:
    typer.echo(told, err=True)
