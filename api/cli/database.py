"""The database that a command works on: the one that is named, or the program's own cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from pydantic import SecretStr

from api.cli.supervising import supervised
from api.settings import Settings
from geo.cluster import Cluster
from geo.store.revision import bring_up_to_date
from geo.store.urls import READER, WRITER, Login, Logins, derive


@contextmanager
def database(settings: Settings, *, migrated: bool = True, lasting: bool = False) -> Iterator[Logins]:
    """The logins of a running database, migrated unless told otherwise or the owner's login is not given.

    The private cluster is started, or attached to where another command runs it, and stopped by who started it.
    A `lasting` command starts its server again where it dies.
    """
    if settings.database_url is not None or settings.read_urls:
        logins = derive(_text(settings.database_url), _text(settings.write_url), _texts(settings.read_urls))
        _migrate(logins, migrated)
        yield logins
        return
    with Cluster(settings.data_dir, lasting=lasting) as cluster, supervised(cluster) if lasting else nullcontext():
        logins = Logins(
            owner=Login(cluster.url()),
            writer=Login(cluster.url(user=WRITER)),
            readers=(Login(cluster.url(user=READER)),),
        )
        _migrate(logins, migrated)
        yield logins


def _migrate(logins: Logins, migrated: bool) -> None:
    if migrated and logins.owner is not None:
        bring_up_to_date(logins.owner.url)


def _text(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


def _texts(secrets: tuple[SecretStr, ...]) -> tuple[str, ...]:
    return tuple(secret.get_secret_value() for secret in secrets)
