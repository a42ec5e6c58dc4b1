"""`allimi overlaps`: compare anew, put rules in force, check the plans of a file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import geopandas
import pandas
import psycopg
import pytest
from typer.testing import CliRunner

from api.cli.overlaps import app
from api.cli.serving import migrate
from tests.builders import AGENCY, publish
from tests.fixtures.database import Database
from tests.geo.overlaps.test_measuring import line
from tests.geo.overlaps.test_pairs import AUTUMN, OTHER, STREET, WINTER, pairs, work


@pytest.fixture(autouse=True)
def store(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("ALLIMI_DATABASE_URL", database.url)
    publish(database.writer_url, [work("A", STREET, *WINTER), work("B", STREET, *AUTUMN)], agencies=(AGENCY, OTHER))
    return database


def run(*words: str) -> str:
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_comparing_anew_finds_the_same_and_mends_what_was_amiss(store: Database) -> None:
    before = pairs(store.url)
    assert "1 pairs of works concern each other; 0 are new" in run("rebuild")
    with psycopg.connect(store.url) as connection:
        connection.execute("DELETE FROM published.overlap")
    assert "1 are new" in run("rebuild")
    assert [pair["id"] for pair in pairs(store.url)] == [pair["id"] for pair in before]


def test_an_upgrade_compares_once_what_was_published_before(store: Database) -> None:
    with psycopg.connect(store.url) as connection:  # as a program left it that knew no overlaps
        for table in ("overlap", "overlap_site", "overlap_rules"):
            connection.execute(f"DELETE FROM published.{table}")
    migrate()
    after = pairs(store.url)
    assert [pair["id"] for pair in after] == ["A~B"]
    migrate()
    assert [pair["since"] for pair in pairs(store.url)] == [pair["since"] for pair in after]


def test_another_cost_changes_the_score_and_the_shipped_rules_give_the_old_one(store: Database, tmp_path: Path) -> None:
    before = pairs(store.url)[0]["score"]
    own = tmp_path / "own.toml"
    own.write_text('title = "Costs of our own"\n[weights]\njoin = 2\n', "utf-8")
    assert "Costs of our own" in run("rules", str(own))
    assert pairs(store.url)[0]["score"] == pytest.approx(before * 2, abs=Decimal("0.01"))
    run("rules")
    assert pairs(store.url)[0]["score"] == before


def test_a_file_of_plans_is_checked_row_by_row(tmp_path: Path) -> None:
    plans = geopandas.GeoDataFrame(
        {"title": ["Đường ống mới", "Xa"], "start": [WINTER[0], WINTER[0]], "end": [WINTER[1], WINTER[1]]},
        geometry=[STREET, line((0, 5000), (100, 5000))],
        crs="EPSG:4326",
    )
    plans.to_file(tmp_path / "plan.gpkg", driver="GPKG")
    told = run("check", str(tmp_path / "plan.gpkg"))
    assert "Row 1: Đường ống mới" in told
    assert "clash" in told
    assert "What that is made of:" in told
    assert "likelihood.one" in told
    assert "Row 2: Xa: collides with nothing" in told


def test_a_file_may_keep_days_as_instants_numbers_in_place_of_texts_and_a_system_without_a_code(
    tmp_path: Path,
) -> None:
    instants = {name: [pandas.Timestamp(day)] for name, day in zip(("start", "end"), WINTER, strict=True)}
    plans = geopandas.GeoDataFrame({"title": [7], "project": [12], **instants}, geometry=[STREET], crs="EPSG:4326")
    ours = "+proj=tmerc +lat_0=0 +lon_0=108 +k=0.9999 +x_0=500000 +ellps=WGS84 +towgs84=0,0,0 +units=m"
    plans.to_crs(ours).to_file(tmp_path / "ours.gpkg", driver="GPKG")
    told = run("check", str(tmp_path / "ours.gpkg"))
    assert "Row 1: 7" in told
    assert "clash" in told


@pytest.mark.parametrize("crs", ["5899", "EPSG:5899"])
def test_the_system_of_a_file_that_says_none_is_named_by_its_code(tmp_path: Path, crs: str) -> None:
    plans = geopandas.GeoDataFrame({"start": [WINTER[0]]}, geometry=[STREET], crs="EPSG:4326").to_crs(5899)
    plans.to_file(tmp_path / "plan.shp")
    (tmp_path / "plan.prj").unlink()
    assert "clash" in run("check", str(tmp_path / "plan.shp"), "--crs", crs)


def test_of_a_plan_without_any_day_it_is_said_that_nothing_can_be_told(tmp_path: Path) -> None:
    plans = geopandas.GeoDataFrame({"title": ["New pipe"]}, geometry=[STREET], crs="EPSG:4326")
    plans.to_file(tmp_path / "plan.gpkg", driver="GPKG")
    told = run("check", str(tmp_path / "plan.gpkg"))
    assert "Row 1: New pipe: has no days" in told
    assert "collides with nothing" not in told
