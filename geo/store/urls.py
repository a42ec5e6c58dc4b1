"""The three logins: the owner migrates, the writer publishes, the reader serves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from geo.errors import BadInput

READER: Final = "allimi_reader"
WRITER: Final = "allimi_writer"


@dataclass(frozen=True, slots=True)
class Login:
    """An address of the database, and the role to take on after logging in (None: the login's own)."""

    url: str
    role: str | None = None

    def __post_init__(self) -> None:
        try:
            driver = make_url(self.url).drivername
        except ArgumentError as cause:
            raise BadInput("A database address looks like postgresql://user@host/database.") from cause
        if driver not in {"postgresql", "postgres"}:
            raise BadInput(f"A database address begins with postgresql://, not {driver}://.")

    def __repr__(self) -> str:
        return f"Login({make_url(self.url).render_as_string(hide_password=True)!r}, role={self.role!r})"

    @property
    def without_password(self) -> str:
        """The address that may be shown."""
        address = make_url(self.url)._replace(password=None).difference_update_query(["password"])
        return address.render_as_string(hide_password=False)


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
        address = make_url(url)
    except ArgumentError:
        return None
    return address.password or next(iter(address.normalized_query.get("password", ())), None)
