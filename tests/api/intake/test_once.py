"""Exactly once in effect: keys of idempotency, revisions, many writers, and a publication that takes its time."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Timer

import psycopg
import pytest

from api.intake import threads
from geo.intake.records import lock_agency
from geo.publishing.numbering import PUBLICATION_LOCK
from tests.api.intake.pushing import agency, pushed_to, versions, work
from tests.fixtures.database import Database
from tests.fixtures.site import Site


def test_an_idempotency_key_belongs_to_one_request(site: Site) -> None:
    board = agency(site)
    first = board.put("P1", work(), Idempotency_Key="k")
    again = board.put("P1", work(), Idempotency_Key="k")
    assert (again.status_code, again.json()) == (first.status_code, first.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert board.put("P1", work(titles={"vi": "Khác"}), Idempotency_Key="k").status_code == 422
    assert board.put("P2", work(), Idempotency_Key="k").status_code == 422
    assert agency(site).put("P1", work(titles={"vi": "Khác"}), Idempotency_Key="k").status_code == 200
    assert board.put("P1", work(), Idempotency_Key="a b").status_code == 400


def test_the_same_push_five_times_at_once_is_one_submission(site: Site) -> None:
    board = agency(site)
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: board.put("P1", work(), Idempotency_Key="k"), range(5)))
    assert [answer.status_code for answer in answers] == [201] * 5
    assert len({answer.json()["submission"] for answer in answers}) == 1
    assert len(versions(site.database, "ban-1.P1")) == 1


def test_if_match_is_honoured(site: Site) -> None:
    board = agency(site)
    assert board.put("P1", work(), If_Match="*").status_code == 412
    assert board.put("P1", work(), If_Match='"0"').status_code == 412
    assert board.put("P1", work(), If_None_Match="*").status_code == 201
    assert board.put("P1", work(), If_None_Match="*").status_code == 412
    newer = board.put("P1", work(titles={"vi": "Hai"}), If_Match='"1"')
    assert (newer.status_code, newer.headers["etag"]) == (200, '"2"')
    assert board.put("P1", work(titles={"vi": "Ba"}), If_Match='"1"').status_code == 412
    assert board.put("P1", work(titles={"vi": "Ba"}), If_Match='W/"2"').status_code == 412
    assert board.ask("GET", "/projects/P1").headers["etag"] == '"2"'
    assert len(versions(site.database, "ban-1.P1")) == 2


def test_a_batch_has_no_revision(site: Site) -> None:
    board = agency(site)
    for headers in ({"If_Match": '"1"'}, {"If_None_Match": "*"}):
        assert board.post("/batches", {"projects": [work(code="P1")]}, **headers).status_code == 400
    assert board.get("/submissions") == {"submissions": []}


def test_a_sequence_and_a_time_cannot_be_compared(site: Site) -> None:
    board = agency(site)
    board.put("P1", work(sequence=5))
    at = {"source_time": "2026-01-03T00:00:00Z"}
    held = board.put("P1", work(titles={"vi": "Cũ"}, **at))
    assert (held.status_code, [fault["rule"] for fault in held.json()["faults"]]) == (202, ["order.mixed"])
    assert board.post("/projects/P1/progress", {"as_of": "2026-01-01", "actual": 0, **at}).json()["state"] == "held"
    assert board.put("P1", work(titles={"vi": "Hai"}, sequence=6, **at)).json()["state"] == "published"
    assert board.put("P1", work(titles={"vi": "Ba"}, source_time="2026-01-02T00:00:00Z")).json()["state"] == "stale"
    assert board.put("P1", work(titles={"vi": "Bốn"})).json()["state"] == "published"  # without an order: the newest


@pytest.mark.parametrize("turns", [10, pytest.param(50, marks=pytest.mark.slow)])
def test_of_two_writers_with_one_revision_one_wins(site: Site, turns: int) -> None:
    board = agency(site)
    tag = board.put("P1", work()).headers["etag"]
    with ThreadPoolExecutor(2) as pool:
        for turn in range(turns):
            titles = [{"vi": f"{turn} {who}"} for who in range(2)]
            answers = list(pool.map(lambda title, tag=tag: board.put("P1", work(titles=title), If_Match=tag), titles))
            assert sorted(answer.status_code for answer in answers) == [200, 412]
            (tag,) = (answer.headers["etag"] for answer in answers if answer.status_code == 200)
    assert len(versions(site.database, "ban-1.P1")) == turns + 1


def test_50_writers_on_one_project_make_a_linear_history(site: Site) -> None:
    board = agency(site)
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda n: board.put("P1", work(titles={"vi": f"Lần {n}"}, sequence=n)), range(50)))
    assert {answer.status_code for answer in answers} <= {200, 201, 503}
    states = Counter(answer.json()["state"] for answer in answers if answer.status_code < 300)
    found = versions(site.database, "ban-1.P1")
    assert [version for version, *_ in found] == list(range(1, len(found) + 1))
    assert len(found) == states["published"]
    taken = [
        n for n, answer in enumerate(answers) if answer.status_code < 300 and answer.json()["state"] == "published"
    ]
    assert found[-1][1] == f"Lần {max(taken)}"


def test_pushes_out_of_order_end_in_the_newest_state(site: Site) -> None:
    board = agency(site)
    times = ["2026-01-03T00:00:00Z", "2026-01-05T07:00:00+07:00", "2026-01-04T00:00:00Z", "2026-01-01T00:00:00Z"]
    states = [board.put("P1", work(titles={"vi": at}, source_time=at)).json()["state"] for at in times]
    assert states == ["published", "published", "stale", "stale"]
    assert versions(site.database, "ban-1.P1")[-1][1] == times[1]


def test_the_hour_that_comes_twice_has_an_order(site: Site) -> None:
    """At the end of summer time 02:30 comes twice; without an offset nobody would know which."""
    board = agency(site)
    times = ["2025-10-26T02:30:00+01:00", "2025-10-26T02:45:00+02:00", "2025-10-26T03:15:00+02:00"]
    states = [board.put("P1", work(titles={"vi": at}, source_time=at)).json()["state"] for at in times]
    assert states == ["published", "stale", "stale"]


def test_a_push_that_waits_too_long_for_a_publication_is_503(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "LOCK_SECONDS", 1)
    with pushed_to(database) as site, psycopg.connect(database.url) as publishing:
        board = agency(site)
        publishing.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLICATION_LOCK])
        answer = board.put("P1", work(), Idempotency_Key="k")
        assert (answer.status_code, int(answer.headers["retry-after"]) > 0) == (503, True)
        publishing.rollback()
        assert board.put("P1", work(), Idempotency_Key="k").status_code == 201


def test_all_that_a_push_waits_for_comes_out_of_one_time(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """First another push of its agency, then a publication: 503 after the one time, not after two."""
    monkeypatch.setattr(threads, "LOCK_SECONDS", 1.5)
    with (
        pushed_to(database) as site,
        psycopg.connect(database.url) as busy,
        psycopg.connect(database.url) as publishing,
    ):
        board = agency(site)
        lock_agency(busy, "ban-1")
        publishing.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLICATION_LOCK])
        letting_go = Timer(1, busy.rollback)
        letting_go.start()
        begun = time.monotonic()
        answer = board.post("/batches", {"projects": [work(code="P1")]})
        took = time.monotonic() - begun
        letting_go.join()
        publishing.rollback()
        assert (answer.status_code, 1 < took < 2.3) == (503, True), took
        assert board.post("/batches", {"projects": [work(code="P1")]}).status_code == 200


def test_a_deadlock_is_tried_again(database: Database) -> None:
    with pushed_to(database) as site, psycopg.connect(database.url) as owner:
        board = agency(site)
        board.put("P1", work())
        owner.execute(
            "CREATE SEQUENCE public.tries; CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF nextval('public.tries') < 3 THEN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END IF; RETURN NEW; "
            "END $$; CREATE TRIGGER fail BEFORE INSERT ON intake.push FOR EACH ROW EXECUTE FUNCTION public.fail(); "
            "GRANT USAGE ON SEQUENCE public.tries TO allimi_writer"
        )
        owner.commit()
        assert board.put("P1", work(titles={"vi": "Hai"})).status_code == 200


def test_connections_that_were_ended_are_replaced(site: Site) -> None:
    board = agency(site)
    board.put("P1", work())
    with psycopg.connect(site.database.url) as owner:
        owner.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'allimi_writer'")
    assert board.put("P1", work(titles={"vi": "Hai"})).status_code == 200


def test_a_full_disk_of_the_database_is_507_and_later_it_goes_on(database: Database) -> None:
    with pushed_to(database) as site, psycopg.connect(database.url) as owner:
        board = agency(site)
        owner.execute(
            "CREATE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'x' USING ERRCODE = '53100'; END $$; CREATE TRIGGER full_disk BEFORE INSERT ON "
            "published.project_version FOR EACH ROW EXECUTE FUNCTION public.full_disk()"
        )
        owner.commit()
        assert board.put("P1", work(), Idempotency_Key="k").status_code == 507
        owner.execute("DROP TRIGGER full_disk ON published.project_version")
        owner.commit()
        assert board.put("P1", work(), Idempotency_Key="k").status_code == 201
