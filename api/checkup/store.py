"""The database: whether it answers, is migrated, and lets each login do what it must and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from pydantic import SecretStr

from api.checkup.finding import ALLIMI, Finding, Findings, lacking, missing, ok
from api.settings import Settings
from geo.cluster.postmaster import Postmaster
from geo.cluster.server import DATABASE, SUPERUSER
from geo.cluster.settings import PORT
from geo.errors import GeoError
from geo.store.inspecting import EXTENSIONS, Condition, condition, rights
from geo.store.revision import head, is_known
from geo.store.urls import READER, WRITER, Login, Logins, derive

OLDEST: Final = 15
_USERS: Final = (SUPERUSER, WRITER, READER)


def store(settings: Settings) -> Findings:
    """Everything about the database; a private one that stands still is not started for it."""
    try:
        logins = _logins(settings)
    except GeoError as error:
        yield missing("Database", str(error), "export ALLIMI_DATABASE_URL=postgresql://user@host/database")
        return
    if logins is None:
        yield ok("Database", f"private in {settings.data_dir / 'pg'}, started by `{ALLIMI} run`")
        return
    login = logins.owner or logins.readers[0]
    try:
        found = condition(login)
    except GeoError as error:
        yield missing(
            "Database", f"{login.without_password}: {error}", f"psql '{login.without_password}' -c 'SELECT 1'"
        )
        return
    yield from _condition(found, missing if logins.owner is None else lacking)
    if found.migration is not None:
        yield from _rights(logins)


def _logins(settings: Settings) -> Logins | None:
    """The logins; None where the database is private and does not run."""
    if settings.database_url is not None or settings.read_urls:
        return derive(_text(settings.database_url), _text(settings.write_url), tuple(map(_plain, settings.read_urls)))
    running = Postmaster.of(settings.data_dir.absolute() / "pg")
    if running is None:
        return None
    urls = [f"postgresql://{user}@/{DATABASE}?host={quote(str(running.socket_dir))}&port={PORT}" for user in _USERS]
    owner, writer, reader = map(Login, urls)
    return Logins(owner=owner, writer=writer, readers=(reader,))


def _condition(found: Condition, unmade: Callable[[str, str, str], Finding]) -> Findings:
    """`unmade` judges what a migration makes: with the owner's login `allimi run` does it by itself."""
    yield _server(found)
    yield _extensions(found, unmade)
    yield _roles(found, unmade)
    yield _migration(found, unmade)


def _server(found: Condition) -> Finding:
    if found.postgresql < OLDEST:
        return missing("Database", f"PostgreSQL {found.postgresql}; needs {OLDEST} or newer", "pg_upgrade --help")
    return ok("Database", f"PostgreSQL {found.postgresql} answers")


def _extensions(found: Condition, unmade: Callable[[str, str, str], Finding]) -> Finding:
    there = {name.split()[0] for name in found.installed}
    uninstalled = [name for name in EXTENSIONS if name not in there | set(found.available)]
    if uninstalled:
        package = f"apt-get install -y postgresql-{found.postgresql}-postgis-3 postgresql-contrib"
        return missing("Extensions", f"the server does not have {', '.join(uninstalled)}", package)
    if waiting := [name for name in EXTENSIONS if name not in there]:
        return unmade("Extensions", f"not made yet: {', '.join(waiting)}", f"{ALLIMI} migrate")
    return ok("Extensions", ", ".join(found.installed))


def _roles(found: Condition, unmade: Callable[[str, str, str], Finding]) -> Finding:
    absent = sorted({READER, WRITER} - set(found.roles))
    return unmade("Roles", f"no {', '.join(absent)}", f"{ALLIMI} migrate") if absent else ok("Roles", "both are there")


def _migration(found: Condition, unmade: Callable[[str, str, str], Finding]) -> Finding:
    if found.migration == head():
        return ok("Migration", head())
    if found.migration is not None and not is_known(found.migration):
        return missing("Migration", f"{found.migration} is of a newer program", "git pull && ./allimi migrate")
    return unmade("Migration", f"at {found.migration or 'none'}, needs {head()}", f"{ALLIMI} migrate")


def _rights(logins: Logins) -> Findings:
    for number, login in enumerate(logins.readers, 1):
        yield _reader(f"Reader {number}" if len(logins.readers) > 1 else "Reader", login)
    if logins.writer is not None:
        yield _writer(logins.writer)


def _reader(name: str, login: Login) -> Finding:
    try:
        may = rights(login)
    except GeoError as error:
        return missing(name, f"{login.without_password}: {error}", f"psql '{login.without_password}' -c 'SELECT 1'")
    if may.writes or may.sees_intake:
        return missing(
            name, f"{login.without_password} may do more than read", f"export ALLIMI_READ_URLS=postgresql://{READER}@…"
        )
    if not may.reads:
        return missing(name, "may not read", f"{ALLIMI} migrate")
    if may.is_told:
        revoked = f"REVOKE EXECUTE ON FUNCTION {', '.join(may.is_told)} FROM PUBLIC"
        return lacking(
            name, "PostGIS tells it where plans lie that are not public", f'psql -c "{revoked}" # administrator'
        )
    return ok(name, "reads what is published, nothing else")


def _writer(login: Login) -> Finding:
    try:
        may = rights(login)
    except GeoError as error:
        return missing("Writer", f"{login.without_password}: {error}", f"psql '{login.without_password}' -c 'SELECT 1'")
    if not (may.writes and may.sees_intake):
        return missing("Writer", "may not publish", f"{ALLIMI} migrate")
    return ok("Writer", "may publish")


def _text(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


def _plain(secret: SecretStr) -> str:
    return secret.get_secret_value()
