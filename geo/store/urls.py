"""The three logins: the owner migrates, the writer publishes, the reader serves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from geo.errors import BadInput

READER: Final = "allimi_reader"
WRITER: Final = "allimi_writer"


@dataclass(frozen=True, slots=True)
class Login:
    """An address of the database, and the role to take on after logging in (None: the login's own)."""

    url: str
    role: str | None = None

    def __post_init__(self) -> None:
        scheme = self.url.partition("://")[0]
        if scheme not in {"postgresql", "postgres"}:
            raise BadInput("A database address looks like postgresql://user@host/database.")
        try:
            conninfo_to_dict(self.url)
        except (psycopg.ProgrammingError, UnicodeDecodeError) as cause:
            raise BadInput("A database address looks like postgresql://user@host/database.") from cause

    def __repr__(self) -> str:
        return f"Login({self.without_password!r}, role={self.role!r})"

    @property
    def without_password(self) -> str:
        """The address that may be shown."""
        parts = urlsplit(self.url)
        user, at, place = parts.netloc.rpartition("@")
        kept = [(name, value) for name, value in parse_qsl(parts.query) if name != "password"]
        shown = parts._replace(netloc=f"{user.partition(':')[0]}{at}{place}", query=urlencode(kept, safe="/"))
        return urlunsplit(shown)


@dataclass(frozen=True, slots=True)
class Logins:
    """How the program reaches its database. `owner` or `writer` is None where the program must not have it."""

    owner: Login | None
    writer: Login | None
    readers: tuple[Login, ...]


def derive(owner: str | None, writer: str | None, readers: tuple[str, ...]) -> Logins:
    """The three logins from those that are given: where one is missing the owner logs in and steps down to its role."""
    if owner is None and not readers:
        raise BadInput("Name a database: ALLIMI_DATABASE_URL, or ALLIMI_READ_URLS for serving only.")
    return Logins(
        owner=None if owner is None else Login(owner),
        writer=Login(writer) if writer else (None if owner is None else Login(owner, WRITER)),
        readers=tuple(Login(url) for url in readers) or (Login(owner or "", READER),),
    )


def password_of(url: str) -> str | None:
    """The password in an address, decoded; None where there is none."""
    try:
        password = conninfo_to_dict(url).get("password")
    except (psycopg.ProgrammingError, UnicodeDecodeError):
        return None
    return None if password is None else str(password)
