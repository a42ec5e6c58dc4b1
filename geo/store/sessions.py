"""A reading session: its login, its settings, and how long it may take."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final, Literal

import asyncpg

from geo.store.urls import Login

ACQUIRE_SECONDS: Final = 2.0

Plan = Literal["auto", "custom", "generic"]
"""How a statement is planned: as PostgreSQL chooses, anew for its values each time, or once for all values."""
PLANS: Final[dict[Plan, str]] = {"auto": "auto", "custom": "force_custom_plan", "generic": "force_generic_plan"}


@dataclass(frozen=True, slots=True)
class Session:
    """How reading connections to one server are made.

    Behind pgBouncer in transaction mode (`pgbouncer`) a server connection belongs to us only within a transaction:
    no statement stays prepared and no setting stays set, so each transaction sets its own.
    """

    login: Login
    statement_timeout: timedelta
    pgbouncer: bool = False

    async def connect(self, plan: Plan = "auto") -> asyncpg.Connection:
        """A new connection. Raises what asyncpg raises; TimeoutError after 2 seconds."""
        kept = {} if self.pgbouncer else self.settings(plan)
        return await asyncpg.connect(
            self.login.url,
            timeout=ACQUIRE_SECONDS,
            command_timeout=self.statement_timeout.total_seconds() + 1,
            server_settings={"application_name": "allimi"} | kept,
            statement_cache_size=0 if self.pgbouncer else 100,
        )

    async def prepared(self, connection: asyncpg.Connection, statement: str) -> Callable[..., Awaitable[Any]]:
        """What reads the first row of a statement, which is parsed only once where the connection can keep it."""
        if self.pgbouncer:
            return partial(connection.fetchrow, statement)
        read: Callable[..., Awaitable[Any]] = (await connection.prepare(statement)).fetchrow
        return read

    def settings(self, plan: Plan) -> dict[str, str]:
        """The settings that readers rely on."""
        role = {"role": self.login.role} if self.login.role else {}
        return role | {
            "default_transaction_read_only": "on",
            "statement_timeout": str(int(self.statement_timeout.total_seconds() * 1000)),
            "idle_in_transaction_session_timeout": "30000",
            # A request to cancel that comes before the statement does is lost: who has gone is noticed by that alone.
            "client_connection_check_interval": "1000",
            "search_path": "published, public",
            "timezone": "UTC",
            "jit": "off",
            # Parallel workers make one page faster and all of them together slower.
            "max_parallel_workers_per_gather": "0",
            "plan_cache_mode": PLANS[plan],
            "tcp_keepalives_idle": "60",
        }

    @asynccontextmanager
    async def transaction(self, connection: asyncpg.Connection, plan: Plan, isolation: str) -> AsyncIterator[None]:
        """One reading transaction, with the session's settings where the connection cannot keep them."""
        async with connection.transaction(isolation=isolation, readonly=True):
            if self.pgbouncer:
                settings = {k: v for k, v in self.settings(plan).items() if not k.startswith(("default_", "tcp_"))}
                await connection.execute(_SET_LOCAL, list(settings), list(settings.values()))
            yield


_SET_LOCAL: Final = "SELECT set_config(name, value, true) FROM unnest($1::text[], $2::text[]) AS s (name, value)"
