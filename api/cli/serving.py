"""`allimi run`, `allimi serve` and `allimi migrate`."""

from __future__ import annotations

from typing import Annotated

import structlog
import typer

from api import logs
from api.app import create_app
from api.cli.database import database
from api.cli.sampling import load_sample_if_empty
from api.context import Context
from api.secret import signing_secret
from api.server import bound, serve_until_stopped
from api.settings import Settings, load_settings
from data.cities import load_city
from data.policy import load_policy
from geo.cluster import DataFolderLock
from geo.store.connecting import ReadPool
from geo.store.urls import Logins

_log = structlog.get_logger("allimi.cli")


def run(
    sample: Annotated[bool, typer.Option(help="Load the sample city where the database is empty.")] = True,
) -> None:
    """Start everything: the database, the migrations, the sample city if there is nothing yet, and the site."""
    settings = load_settings()
    logs.configure_for(settings)
    with DataFolderLock(settings.data_dir, "run.lock"), database(settings, lasting=True) as logins:
        if sample:
            load_sample_if_empty(logins, settings)
        if settings.database_url is None:
            _log.info("The database is private to this program; for production set ALLIMI_DATABASE_URL.")
        _serve(settings, logins)


def serve(
    public: Annotated[bool, typer.Option(help="Serve readers only: start without the writer's login.")] = False,
) -> None:
    """Serve a database that is already there and migrated."""
    settings = load_settings()
    logs.configure_for(settings)
    with database(settings, migrated=False, lasting=True) as logins:
        _serve(settings, Logins(owner=None, writer=None, readers=logins.readers) if public else logins)


def migrate() -> None:
    """Apply every missing migration."""
    with database(load_settings()):
        typer.echo("The database is migrated.")


def _serve(settings: Settings, logins: Logins) -> None:
    pool = ReadPool(logins.readers, size=settings.pool_size, statement_timeout=settings.statement_timeout)
    with bound(settings) as (listening, links):
        context = Context(
            city=load_city(settings.city),
            pool=pool,
            links=links,
            secret=signing_secret(settings),
            metrics_token=settings.metrics_token,
        )
        app = create_app(context, load_policy(settings.policy))
        serve_until_stopped(app, listening, links=links, drain=settings.drain)
