"""`allimi sample`: the sample city."""

from __future__ import annotations

from typing import Annotated

import structlog
import typer

from api.cli.database import database
from api.cli.noting import PROGRAM, note_done, note_load
from api.cli.outcomes import said
from api.settings import Settings, load_settings
from data.cities import load_city
from data.policy import load_policy
from data.sample.loading import load_sample
from geo.errors import BadInput
from geo.publishing import withdraw_samples
from geo.store.connecting import publishing
from geo.store.urls import Login, Logins

_log = structlog.get_logger("allimi.cli")


def sample(
    projects: Annotated[int, typer.Option(min=0, help="How many projects to make.")] = 400,
    seed: Annotated[int, typer.Option(help="The same seed makes the same city.")] = 1,
    remove: Annotated[bool, typer.Option("--remove", help="Withdraw the sample city.")] = False,
) -> None:
    """Publish the sample city: a sketch of Da Nang with made-up works, marked as sample everywhere."""
    settings = load_settings()
    city = load_city(settings.city)
    with database(settings) as logins, publishing(writer(logins)) as connection:
        if remove:
            gone = withdraw_samples(connection, languages=city.languages)
            told = f"{gone.versions} sample projects withdrawn"
            note_done(connection, "sample removed", versions=gone.versions, publication=gone.publication)
        else:
            policy = load_policy(settings.policy)
            made = load_sample(connection, city, today=city.today(), count=projects, seed=seed, policy=policy)
            note_load(connection, "sample", made, kind="sample", seed=seed)
            told = said(made)
    typer.echo(told)


def load_sample_if_empty(logins: Logins, settings: Settings) -> None:
    """Publish the sample city where nothing was ever published; it is a sketch of Da Nang, so in no other city."""
    if logins.writer is None or settings.city is not None:
        return
    city = load_city()
    with publishing(logins.writer) as connection:
        row = connection.execute("SELECT NOT EXISTS (SELECT FROM published.publication)").fetchone()
        if row and row[0]:
            outcome = load_sample(connection, city, today=city.today(), policy=load_policy(settings.policy))
            note_load(connection, "sample", outcome, actor=PROGRAM, kind="sample")
            _log.info("sample city", outcome=said(outcome))


def writer(logins: Logins) -> Login:
    """The writer's login. Raises BadInput where there is none."""
    if logins.writer is None:
        raise BadInput("Publishing needs ALLIMI_WRITE_URL or ALLIMI_DATABASE_URL.")
    return logins.writer
