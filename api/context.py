"""What every handler needs: built once when the program starts, handed over by the application's state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Request
from pydantic import SecretStr

from geo.city import City
from geo.store.connecting import ReadPool


@dataclass(frozen=True, slots=True)
class Context:
    """The city, the reading pool, the base of links, the key that signs cursors, and the one that opens /metrics."""

    city: City
    pool: ReadPool
    links: str
    secret: bytes
    metrics_token: SecretStr | None = None

    @property
    def language(self) -> str:
        """The city's first language."""
        return self.city.languages[0]

    def today(self) -> date:
        """The date in the city."""
        return datetime.now(self.city.timezone).date()


def context(request: Request) -> Context:
    """The application's context."""
    found: Context = request.app.state.context
    return found


Ctx = Annotated[Context, Depends(context)]
