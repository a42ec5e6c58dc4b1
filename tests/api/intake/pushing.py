"""An agency that pushes: a site with the push interface, and a client that shows a key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg

from api.intake.state import IntakeSettings, intake_over
from data.cities import load_city
from data.intake.approval import load_approval
from data.intake.desk import Desk
from data.intake.policies import watch
from data.policy import load_policy
from geo.intake.keys import Scope, add_key
from geo.store.urls import Login
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

NAMES = {"vi": "Ban quản lý số 1", "en": "Board no. 1"}
POINT = {"type": "Point", "coordinates": [108.2, 16.05]}
EVERY = tuple(Scope)
BASE = "/intake/v1"


def work(**facts: Any) -> dict[str, Any]:  # noqa: ANN401
    """A project as JSON, with the one fact that it needs."""
    return {"titles": {"vi": "Cầu Rồng"}} | facts


@dataclass(frozen=True, slots=True)
class Agency:
    """A client that shows a key of an agency."""

    site: Site
    token: str
    key_id: str

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:  # noqa: ANN401
        """Send a body as JSON, bytes and text as they are; `headers` have underscores for hyphens."""
        content = body if isinstance(body, bytes | str | None) else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if content is not None:
            named = {"Content-Type": "application/json"} | named
        return httpx.request(
            method,
            self.site.url + BASE + path,
            content=content,
            headers={"Authorization": f"Bearer {self.token}"} | named,
            timeout=60,
        )

    def put(self, code: str, body: Any, **headers: str) -> httpx.Response:  # noqa: ANN401
        return self.ask("PUT", f"/projects/{code}", body, **headers)

    def post(self, path: str, body: Any, **headers: str) -> httpx.Response:  # noqa: ANN401
        return self.ask("POST", path, body, **headers)

    def get(self, path: str) -> Any:  # noqa: ANN401
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()


def agency(site: Site, code: str = "ban-1", scopes: tuple[Scope, ...] = EVERY) -> Agency:
    """A new key of an agency."""
    with psycopg.connect(site.database.writer_url) as connection:
        key, token = add_key(connection, code, scopes=scopes, names=NAMES)
    return Agency(site, token, key.id)


@contextmanager
def pushed_to(database: Database, *, policy: Path | None = None, **settings: Any) -> Iterator[Site]:  # noqa: ANN401
    """A site with the push interface."""
    with psycopg.connect(database.writer_url) as connection:
        watched = watch(connection, policy)
    desk = Desk(load_city(), load_policy(policy), load_approval(policy), watched)
    intake = intake_over(Login(database.writer_url), desk, IntakeSettings(**settings))
    with serving(database, intake=intake) as site:
        yield site


def versions(database: Database, project_id: str) -> list[tuple[Any, ...]]:
    """Version, title, progress and whether it is withdrawn, oldest first."""
    with psycopg.connect(database.url) as owner:
        return owner.execute(
            "SELECT version, title, progress_actual, withdrawn FROM published.project_version WHERE project_id = %s "
            "ORDER BY version",
            [project_id],
        ).fetchall()


def audited(database: Database) -> list[tuple[str, str, str, str | None]]:
    """Action, outcome, actor and address of every event, oldest first."""
    with psycopg.connect(database.url) as owner:
        return owner.execute("SELECT action, outcome, actor, address FROM intake.audit ORDER BY id").fetchall()
