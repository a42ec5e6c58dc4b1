"""`allimi run`, `allimi serve` and `allimi migrate`."""

from __future__ import annotations

import os
import socket
from contextlib import AbstractContextManager, nullcontext
from typing import Annotated

import structlog
import typer
from fastapi import FastAPI

from api import logs
from api.app import create_app
from api.cli.daily import each_day
from api.cli.database import database
from api.cli.judging import watched
from api.cli.sampling import load_sample_if_empty
from api.context import Context
from api.intake.state import IntakeSettings, intake_over
from api.secret import signing_secret
from api.server import announce, bound, serve_until_stopped
from api.settings import Settings, load_settings
from api.workers import Worker, Workers
from data.cities import load_city
from data.intake.approval import load_approval
from data.intake.desk import Desk
from data.log.keyfiles import must_be_shut
from data.policy import load_policy
from geo.cluster import DataFolderLock
from geo.publishing.overlaps import catch_up
from geo.store.connecting import ReadPool, publishing
from geo.store.urls import Logins

_log = structlog.get_logger("allimi.cli")


def run(
    sample: Annotated[bool, typer.Option(help="Load the sample city where the database is empty.")] = True,
) -> None:
    """Start everything: the database, the migrations, the sample city if there is nothing yet, and the site."""
    settings = load_settings()
    logs.configure_for(settings)
    with DataFolderLock(settings.data_dir, "run.lock"), database(settings, lasting=True) as logins:
        _compare_anew(logins)
        if sample:
            load_sample_if_empty(logins, settings)
        if settings.database_url is None:
            _log.info("The database is private to this program; for production set ALLIMI_DATABASE_URL.")
        with each_day(settings, logins), _signing(settings, logins):
            _serve(settings, logins)


def serve(
    public: Annotated[bool, typer.Option(help="Serve readers only: start without the writer's login.")] = False,
) -> None:
    """Serve a database that is already there and migrated."""
    settings = load_settings()
    logs.configure_for(settings)
    must_be_shut(settings.log_key_file)
    with database(settings, migrated=False, lasting=True) as logins:
        chosen = _public(logins) if public else logins
        with each_day(settings, chosen):
            _serve(settings, chosen)


def _public(logins: Logins) -> Logins:
    return Logins(owner=None, writer=None, readers=logins.readers)


def migrate() -> None:
    """Apply every missing migration, and compare works anew where this program's rules of overlaps are others."""
    with database(load_settings()) as logins:
        _compare_anew(logins)
        typer.echo("The database is migrated.")


def _compare_anew(logins: Logins) -> None:
    if logins.writer is not None:
        with publishing(logins.writer) as connection:
            done = catch_up(connection)
        if done is not None:
            _log.info("works were compared anew", pairs=done.pairs, changed=done.changed)


def worker(listening: int, ready: int, links: str, public: Annotated[bool, typer.Option("--public")] = False) -> None:
    """Serve the socket of the process that started this one, and tell it by a pipe when this one answers."""
    settings = load_settings()
    logs.configure_for(settings)
    with database(settings, migrated=False) as logins, socket.socket(fileno=listening) as shared:
        app = _application(settings, _public(logins) if public else logins, links)
        serve_until_stopped(app, shared, settings, links=links, listens=lambda: _tell(ready))


def _tell(ready: int) -> None:
    os.write(ready, b"1")
    os.close(ready)


def _serve(settings: Settings, logins: Logins) -> None:
    with bound(settings) as (listening, links):
        if settings.workers == 1:
            serve_until_stopped(_application(settings, logins, links), listening, settings, links=links)
            return
        signing_secret(settings)  # made once, before all of them look for it
        environment = _environment(settings, logins)
        Workers(
            settings.workers,
            lambda: Worker(listening, links, environment, public=logins.writer is None),
            drain=settings.drain,
            announce=lambda: announce(links),
        ).serve()


def _signing(settings: Settings, logins: Logins) -> AbstractContextManager[None]:
    """Sign the log every day where there is a key: all in one process, as `run` is for trying out."""
    if logins.writer is None or settings.log_key_file is None:
        return nullcontext()
    _log.warning(
        "The process that serves can read the log's key; for the public sign with `allimi checkpoint --daily`."
    )
    from api.cli.log.signing import signed_daily  # noqa: PLC0415 - most sites start without it, and at once

    return signed_daily(settings, logins.writer)


def _environment(settings: Settings, logins: Logins) -> dict[str, str]:
    """The environment of a process that serves; the private database is told it as any other would be."""
    if settings.database_url is not None or settings.read_urls:
        return dict(os.environ)
    writes = {} if logins.writer is None else {"ALLIMI_WRITE_URL": logins.writer.url}
    return os.environ | {"ALLIMI_READ_URLS": ",".join(login.url for login in logins.readers)} | writes


def _application(settings: Settings, logins: Logins, links: str) -> FastAPI:
    pool = ReadPool(
        logins.readers,
        size=settings.pool_size,
        statement_timeout=settings.statement_timeout,
        most_lag=settings.most_lag,
        pgbouncer=settings.pgbouncer,
    )
    watch = None if logins.writer is None else watched(settings, logins.writer)
    city, policy = load_city(settings.city), load_policy(settings.policy)
    context = Context(
        city=city,
        pool=pool,
        links=links,
        secret=signing_secret(settings),
        metrics_token=settings.metrics_token,
        tile_cache=settings.tile_cache,
        data_dir=settings.data_dir,
        snapshots=settings.snapshots,
        sizes=settings.sizes,
        oc4ids_prefix=settings.oc4ids_prefix,
        embed_ancestors=settings.embed_ancestors,
    )
    intake = None
    if logins.writer is not None:
        desk = Desk(city, policy, load_approval(settings.policy), watch)
        intake = intake_over(logins.writer, desk, _intake_settings(settings))
    return create_app(context, policy, settings.limits, intake)


def _intake_settings(settings: Settings) -> IntakeSettings:
    return IntakeSettings(
        key_rate=settings.intake_rate,
        address_rate=settings.intake_address_rate,
        largest=settings.intake_max_body,
        proxies=frozenset(settings.trusted_proxies),
    )
