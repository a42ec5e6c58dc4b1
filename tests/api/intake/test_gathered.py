"""Pushes that wait together are published together, and each is still judged, kept and answered for itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import httpx
import psycopg
import pytest

from geo.intake import records
from geo.publishing.numbering import PUBLICATION_LOCK
from tests.api.intake.pushing import Agency, agency, versions, work
from tests.fixtures.site import Site

Push = Callable[[], httpx.Response]
ALL_THERE = 1.5
"""Seconds after which pushes that were sent at once wait, on a busy machine too; only the program knows what waits."""


@contextmanager
def publishing(site: Site) -> Iterator[None]:
    """Something else is being published."""
    with psycopg.connect(site.database.url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLICATION_LOCK])
        yield
        connection.rollback()


def gathered(site: Site, board: Agency, pushes: Sequence[Push]) -> list[httpx.Response]:
    """Answers to pushes that come while one before them waits for a publication."""
    with ThreadPoolExecutor(len(pushes) + 1) as pool:
        with publishing(site):
            first = pool.submit(lambda: board.put("FIRST", work()))
            until(site, "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
            answers = [pool.submit(push) for push in pushes]
            time.sleep(ALL_THERE)
        assert first.result().status_code == 201
        return [answer.result() for answer in answers]


def until(site: Site, question: str) -> None:
    """Wait until the database answers yes."""
    deadline = time.monotonic() + 20
    with psycopg.connect(site.database.url, autocommit=True) as owner:
        while (row := owner.execute(question).fetchone()) is None or not row[0]:
            assert time.monotonic() < deadline, question
            time.sleep(0.02)


def publications(site: Site, *projects: str) -> list[int]:
    with psycopg.connect(site.database.url) as owner:
        found = owner.execute(
            "SELECT publication FROM published.project_version WHERE project_id = ANY (%s) ORDER BY publication",
            [[f"ban-1.{project}" for project in projects]],
        ).fetchall()
    return [number for (number,) in found]


def test_what_waits_together_is_one_publication_and_many_submissions(site: Site) -> None:
    board = agency(site)
    names = [f"P{n}" for n in range(12)]
    answers = gathered(site, board, [partial(board.put, name, work()) for name in names])
    assert [answer.status_code for answer in answers] == [201] * 12
    assert len(set(publications(site, *names))) < 3
    assert len({answer.json()["submission"] for answer in answers}) == 12
    assert {answer.json()["publication"] for answer in answers} == set(publications(site, *names))
    submitted = [event for event in board.get("/audit")["events"] if event["action"] == "submit"]
    assert len(submitted) == 13


def test_two_pushes_of_one_project_are_two_versions(site: Site) -> None:
    board = agency(site)
    answers = gathered(
        site, board, [lambda: board.put("P1", work()), lambda: board.put("P1", work(titles={"vi": "Hai"}))]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 201]
    assert len(set(publications(site, "P1"))) == 2


def test_a_contract_of_two_projects_and_a_push_of_one_of_them_are_two_publications(site: Site) -> None:
    board = agency(site)
    for name in ("P1", "P2"):
        board.put(name, work())
    contract = {"contracts": [{"id": "C1", "projects": ["P2"]}]}
    answers = gathered(
        site,
        board,
        [lambda: board.post("/projects/P1/contracts", contract), lambda: board.put("P2", work(address="X"))],
    )
    assert [answer.json()["state"] for answer in answers] == ["published", "published"]
    assert len(versions(site.database, "ban-1.P2")) == 3


def test_what_is_refused_and_held_and_asked_again_leaves_the_others_alone(site: Site) -> None:
    board = agency(site)
    again = [lambda: board.put("P9", work(), Idempotency_Key="k")] * 2
    answers = gathered(
        site,
        board,
        [
            lambda: board.put("P1", work(), If_Match='"7"'),
            lambda: board.put("P2", work(status="done")),
            lambda: board.post("/projects/NONE/progress", {"as_of": "2026-01-01", "actual": 0.5}),
            lambda: board.put("P3", work()),
            *again,
        ],
    )
    assert [answer.status_code for answer in answers] == [412, 202, 404, 201, 201, 201]
    assert answers[-1].json() == answers[-2].json()
    assert versions(site.database, "ban-1.P1") == []


@pytest.fixture
def broken(site: Site) -> None:
    """A database in which one project cannot be written."""
    with psycopg.connect(site.database.url) as owner:
        owner.execute(
            "CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'x'; END $$; "
            "CREATE TRIGGER fail BEFORE INSERT ON published.project_version FOR EACH ROW "
            "WHEN (NEW.project_id = 'ban-1.BAD') EXECUTE FUNCTION public.fail()"
        )


@pytest.mark.usefixtures("broken")
def test_one_that_cannot_be_published_does_not_sink_the_others(site: Site) -> None:
    board = agency(site)
    answers = gathered(site, board, [lambda: board.put("P1", work()), lambda: board.put("BAD", work())])
    assert [answer.status_code for answer in answers] == [201, 500]
    assert len(board.get("/submissions")["submissions"]) == 2


def test_an_agency_that_is_busy_keeps_no_other_waiting(site: Site) -> None:
    board, other = agency(site), agency(site, "ban-2")
    with ThreadPoolExecutor(1) as pool, psycopg.connect(site.database.url) as busy:
        records.lock_agency(busy, "ban-1")
        waits = pool.submit(lambda: board.put("P1", work()))
        until(site, "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        assert other.put("P1", work()).status_code == 201
        assert not waits.done()
        busy.rollback()
        assert waits.result().status_code == 201
