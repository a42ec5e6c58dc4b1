"""What every handler needs: built once when the program starts, handed over by the application's state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import SecretStr

from api.limits import Sizes
from data.policy import Policy, load_policy
from geo.city import City
from geo.crs import Crs, offered
from geo.moments import PARAMETER, Moment, moment
from geo.store.connecting import ReadPool


@dataclass(frozen=True, slots=True)
class Context:
    """The city, the reading pool, the base of links, the key that signs cursors, and the one that opens /metrics."""

    city: City
    pool: ReadPool
    links: str
    secret: bytes
    metrics_token: SecretStr | None = None
    tile_cache: int = 64 * 2**20  # bytes of tiles that are kept
    data_dir: Path | None = None  # where files for download are kept; a temporary folder where it is not set
    snapshots: int = 10  # publications whose files are kept
    oc4ids_prefix: str = "oc4ids-allimi"  # what ids of projects begin with in OC4IDS
    embed_ancestors: tuple[str, ...] = ()  # which sites may frame the maps under /embed; none where it is empty
    sizes: Sizes = field(default_factory=Sizes)  # how much one request may ask
    policy: Policy = field(default_factory=load_policy)  # what is public, and on what ground the rest is not
    moment: Moment | None = None  # the past instant that a request asks for

    @property
    def language(self) -> str:
        """The city's first language."""
        return self.city.languages[0]

    @property
    def crs(self) -> tuple[Crs, ...]:
        """The systems that features are served in."""
        return offered(self.city.local_crs)

    @property
    def hidden(self) -> frozenset[str]:
        """The fields that the policy withholds of every project today."""
        return self.policy.hidden_from_all(self.city.today())

    @property
    def zone(self) -> str:
        """The name of the city's time zone."""
        return self.city.timezone.key

    def today(self) -> date:
        """The date in the city: now, or at the moment that is asked for."""
        return self.city.today() if self.moment is None else self.moment.day

    @property
    def as_of(self) -> int | None:
        """The number of the publication whose state is asked for; None is now."""
        return None if self.moment is None else self.moment.number

    async def at(self, given: Mapping[str, Any]) -> Context:
        """The context of the moment that parameters ask for. Raises BadRequest."""
        text = given.get(PARAMETER)
        return self if text is None else replace(self, moment=await moment(self.pool, text, self.city.timezone))


async def context(request: Request) -> Context:
    """The application's context; `async`, since FastAPI calls another function in a thread."""
    found: Context = request.app.state.context
    return found


Ctx = Annotated[Context, Depends(context)]
