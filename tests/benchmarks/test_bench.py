"""The benchmark measures what it says: a small city, short rounds, no promise about speed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest

from benchmarks import bench, city, keeping, report
from benchmarks.asking import ask, later_pages
from benchmarks.cases import then
from benchmarks.cases.agreeing import check
from benchmarks.cases.case import Case, Floors, Limit
from benchmarks.cases.features import ITEMS, box, item
from benchmarks.cases.tiles import at
from benchmarks.measuring import Bench, measure
from benchmarks.outcome import Mark, Outcome, Rates, outcome
from benchmarks.running import pgbench, rounds
from benchmarks.running.sample import Sample
from benchmarks.running.servers import Server, service
from geo.cluster import Cluster
from geo.errors import BadInput
from geo.store.urls import READER
from tests.fixtures.database import Database

ROWS = 500


@pytest.fixture(scope="module")
def small_city(module_database: Database) -> Database:
    city.fill(module_database.url, ROWS)
    return module_database


@pytest.fixture(scope="module")
def ready(cluster: Cluster, small_city: Database) -> Iterator[Bench]:
    with bench.started(
        cluster.pgdata, small_city.url, small_city.reader_url, with_peers=False, rounds=1, seconds=1
    ) as started:
        yield started


def rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(statement.encode()).fetchall()


def test_the_city_has_as_many_projects_as_asked_with_everything_derived(small_city: Database) -> None:
    found = rows(
        small_city.url,
        "SELECT count(*), count(DISTINCT ST_GeometryType(footprint)), bool_and(ST_IsValid(footprint)), "
        "(SELECT count(DISTINCT project_id) FROM published.district_share), "
        "(SELECT projects FROM published.project_count WHERE attribute = 'all' AND geometry_class = 'line') "
        "FROM published.project_now",
    )
    ((projects, kinds, valid, placed, lines),) = found
    assert (projects, kinds, valid) == (ROWS, 3, True)
    assert placed > 0.9 * ROWS
    assert 0.4 * ROWS < lines < 0.6 * ROWS


def test_the_city_is_always_the_same(small_city: Database, database: Database) -> None:
    city.fill(database.url, 50)
    same = "SELECT project_id, facts_hash FROM published.project_now WHERE project_id <= 'P0000050' ORDER BY 1"
    assert rows(database.url, same) == rows(small_city.url, same)


def test_a_case_is_measured_beside_its_limit(ready: Bench) -> None:
    found = measure(ready, item(ROWS))
    assert found.fault is None
    assert found.rates["ours"].per_second > 0
    assert found.ratios["limit"] == pytest.approx(found.rates["ours"].per_second / found.rates["limit"].per_second)
    assert [mark.name for mark in found.marks] == ["of the limit"]


def test_the_bare_sql_runs_under_every_kind_of_plan(ready: Bench) -> None:
    case = box()
    script = pgbench.write_script(ready.folder / "box.sql", case.statement or "", case.values)
    for plan in pgbench.PLANS:
        sample = pgbench.load(ready.reader, script, seconds=1, setting=pgbench.Setting(plan, 2))
        assert sample.requests > 0


def test_the_bare_sql_gives_what_the_service_answers(ready: Bench) -> None:
    check(box(), ready.service.url, ready.owner, rows=16)


def test_bare_sql_of_other_content_is_found_out(ready: Bench) -> None:
    case = box()
    short = (case.statement or "").replace("LIMIT 100", "LIMIT 1")
    other = Case(name="short", paths=case.paths, values=case.values, statement=short, floors=Floors(), limit=Limit.SQL)
    with pytest.raises(BadInput, match="does not give"):
        check(other, ready.service.url, ready.owner, rows=256)


def test_a_case_whose_answers_fail_is_invalid(ready: Bench) -> None:
    case = Case(name="nothing there", paths=[f"{ITEMS}/nobody"], floors=Floors())
    with pytest.raises(BadInput, match="404"):
        measure(ready, case)


def test_later_pages_are_those_that_next_leads_to(ready: Bench) -> None:
    pages = later_pages(ready.service.url, f"{ITEMS}?limit=100", most=10)
    assert [page.after for page in pages] == [city.project_id(number) for number in (100, 200, 300)]
    assert ask(ready.service.url, pages[0].path).json()["features"][0]["id"] == city.project_id(101)


def test_a_script_takes_any_row_of_its_values(tmp_path: Path) -> None:
    script = pgbench.write_script(tmp_path / "script", "-- why\nSELECT :a,\n :b", {"a": [1, 2, 3], "b": [4, 5, 6]})
    assert script.read_text() == (
        "\\set row random(0, 2)\n"
        "\\set a CASE WHEN :row < 1 THEN 1 ELSE CASE WHEN :row < 2 THEN 2 ELSE 3 END END\n"
        "\\set b CASE WHEN :row < 1 THEN 4 ELSE CASE WHEN :row < 2 THEN 5 ELSE 6 END END\n"
        "SELECT :a, :b;\n"
    )


def test_each_round_begins_with_another_target_and_is_drained_before_each() -> None:
    log: list[str] = []

    def target(name: str) -> rounds.Target:
        def measured(seconds: int, seed: int) -> Sample:
            log.append(f"{name}{seed}")
            return Sample(per_second=seed)

        return measured

    series = rounds.run(
        {"a": target("a"), "b": target("b")}, rounds=3, seconds=1, drain=lambda: log.append("-"), warm=False
    )
    assert "".join(log) == "-a1-b1-b2-a2-a3-b3"
    assert series["a"].spread() == (1, 3)
    assert rounds.ratio(series["a"], series["b"]) == 1


def test_the_ratio_is_the_median_of_the_rounds_ratios() -> None:
    ours = rounds.Series([Sample(per_second=rate) for rate in (10, 40, 30)])
    other = rounds.Series([Sample(per_second=rate) for rate in (10, 20, 10)])
    assert rounds.ratio(ours, other) == 2


def rates(errors: int) -> Rates:
    return Rates.of(rounds.Series([Sample(per_second=1, errors=errors)]))


def test_a_peer_that_fails_has_no_ratio_and_ours_makes_the_case_invalid() -> None:
    case = Case(name="one", paths=["/"], floors=Floors(peers={"tipg": 5}))
    peer = outcome(case, {"ours": rates(0), "tipg": rates(1)}, {"tipg": 9.0}, plan="", growth=None, packed=None)
    assert (peer.fault, peer.ratios, peer.failed) == (None, {}, ("tipg",))
    ours = outcome(case, {"ours": rates(1), "tipg": rates(0)}, {"tipg": 9.0}, plan="", growth=None, packed=None)
    assert ours.fault is not None
    assert not ours.kept


def test_a_target_that_answered_nothing_has_no_ratio() -> None:
    nothing = rounds.Series([Sample(per_second=0)])
    assert rounds.ratio(rounds.Series([Sample(per_second=1)]), nothing) is None


def test_a_tile_holds_the_place_it_is_found_by_and_is_asked_for_row_before_column(small_city: Database) -> None:
    tile = at(14, 108.21, 16.055)
    holds = "SELECT ST_Contains(ST_TileEnvelope({}, {}, {}), ST_Transform(ST_Point(108.21, 16.055, 4326), 3857))"
    assert rows(small_city.url, holds.format(*tile)) == [(True,)]
    assert tile.path("/tiles") == f"/tiles/14/{tile.y}/{tile.x}"


def test_a_summary_is_kept_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "RESULTS", tmp_path)
    assert keeping.kept(ROWS) is None
    missed = Mark(name="of the limit", measured=0.41, floor=0.5, kept=False)
    keeping.keep(ROWS, {"rows": ROWS}, [Outcome(name="one", ratios={"limit": 0.4111}, marks=(missed,))])
    kept = keeping.kept(ROWS)
    assert kept is not None
    assert kept["outcomes"][0]["ratios"] == {"limit": 0.411}


def test_the_table_says_what_was_missed_and_what_was_not_measured(capsys: pytest.CaptureFixture[str]) -> None:
    missed = Mark(name="of the limit", measured=0.41, floor=0.5, kept=False)
    report.print_table([Outcome(name="one", ratios={"limit": 0.41}, marks=(missed,))], None)
    told = " ".join(capsys.readouterr().out.split())
    assert "MISSED 0.41" in told
    assert told.count("not measured") == 2


def test_a_server_tells_its_memory(ready: Bench) -> None:
    servers: list[Server] = [ready.service, ready.empty]
    assert all((server.memory() or 0) > 10 for server in servers)


def test_the_kept_summaries_are_whole() -> None:
    for file in keeping.RESULTS.glob("*.json"):
        summary = json.loads(file.read_text("utf-8"))
        assert summary["rows"] == int(file.stem)
        assert summary["outcomes"]


def test_the_plans_of_overlaps_and_of_then_are_of_answers_that_hold_something(
    cluster: Cluster, database: Database, tmp_path: Path
) -> None:
    city.fill(database.url, 400, spread=0.1)
    with (
        then.history(cluster, database.name, compared=1) as (copy, instant),
        service(cluster.url(copy, user=READER), tmp_path / "log") as server,
    ):
        cases = list(then.cases(server.url, 400, instant))
        answers = [ask(server.url, case.paths[0]) for case in cases]
        assert len({case.name for case in cases}) == len(cases) > 15
        assert all(answer.body for answer in answers)
        later = ask(server.url, "/collections/progress/items?limit=1").json()
        earlier = ask(server.url, f"/collections/progress/items?{urlencode({'limit': 1, 'as-of': instant})}").json()
        assert later["timeStamp"] >= earlier["timeStamp"]
        (first,) = ask(server.url, then.PAIRS + "?limit=1").json()["features"]
        assert first["properties"]["score"] is not None
