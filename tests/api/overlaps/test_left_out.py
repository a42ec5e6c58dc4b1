"""What is compared with nothing is told wherever somebody might take it to be free of collisions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas
import httpx
import pytest
from shapely import LineString, Point
from shapely.geometry import mapping
from typer.testing import CliRunner

from api.cli.overlaps import app
from geo.codes import Category
from tests.builders import AGENCY, publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving
from tests.geo.overlaps.test_histories import COARSE, coarse
from tests.geo.overlaps.test_measuring import line
from tests.geo.overlaps.test_pairs import OTHER, STREET, WINTER, pairs, work


def jagged(vertices: int) -> LineString:
    """A line of six kilometres along the street, with so many vertices."""
    return line(*((6_000 * n / (vertices - 1), n % 2) for n in range(vertices)))


SCRIBBLE = line(*((n % 20, n % 17) for n in range(300)))
REASONS = {
    "crowd-1": "crowded",
    "crowd-2": "crowded",
    "hall": "coarse",
    "jagged-5001": "too-detailed",
    "scribble": "too-detailed",
}
WORDS = {"vi": "nên không được so sánh", "en": "compared with others", "ko": "비교하지 않습니다"}


@pytest.fixture(scope="module")
def site(module_database: Database) -> Iterator[Site]:
    works = [
        work("street", STREET, *WINTER),
        work("jagged-5000", jagged(5_000), *WINTER),
        work("jagged-5001", jagged(5_001), *WINTER),
        work("scribble", SCRIBBLE, *WINTER),
        work("hall", STREET, *WINTER, category=Category.CULTURE),
        *(work(f"crowd-{n}", line((0, 8), (300, 8)), *WINTER) for n in (1, 2)),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.publishing.overlaps.MOST_AT_ONE_PLACE", 1)
        publish(module_database.writer_url, works, agencies=(AGENCY, OTHER), policy=COARSE)
    with serving(module_database) as running:
        yield running


def test_works_with_too_many_vertices_told_coarsely_or_in_a_crowd_are_in_no_pair_and_are_named(site: Site) -> None:
    assert [pair["id"] for pair in pairs(site.database.url)] == ["jagged-5000~street"]
    told = site.json("/overlaps/not-compared")
    assert {one["id"]: one["reason"] for one in told["works"]} == REASONS
    assert (told["numberMatched"], told["numberReturned"]) == (5, 5)
    assert told["reasons"] == {"crowded": 2, "coarse": 1, "too-detailed": 2}
    links = [one["href"] for one in site.json("/collections/overlaps")["links"]]
    assert f"{site.url}/overlaps/not-compared" in links


def test_a_plan_is_told_of_which_works_near_it_nobody_can_say(site: Site) -> None:
    near, far = (
        httpx.post(
            f"{site.url}/overlaps/check", json={"geometry": mapping(shape), "start": WINTER[0]}, timeout=30
        ).json()
        for shape in (STREET, line((0, 5_000), (400, 5_000)))
    )
    assert {one["id"]: one["reason"] for one in near["notCompared"]} == REASONS
    assert (far["notCompared"], far["features"]) == ([], [])
    large = httpx.post(f"{site.url}/overlaps/check", json={"geometry": mapping(jagged(5_001))}, timeout=30)
    assert large.status_code == 400
    assert "5,000 vertices" in large.json()["detail"]


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_page_of_a_work_says_that_it_is_not_compared(site: Site, language: str) -> None:
    for name in REASONS:
        assert WORDS[language] in site.get(f"/{language}/maps/projects/{name}").text, name
    assert WORDS[language] not in site.get(f"/{language}/maps/projects/street").text
    form = {"geometry": "108.2, 16.05\n108.203, 16.05", "start": WINTER[0], "end": WINTER[1]}
    answer = httpx.post(f"{site.url}/{language}/maps/overlaps/check", data=form, timeout=30)
    assert answer.text.count('href="/' + language + '/maps/projects/jagged-5001"') == 1


def test_a_work_that_is_told_finely_again_or_withdrawn_is_no_longer_named(database: Database) -> None:
    hall = work("hall", STREET, *WINTER, category=Category.CULTURE)
    publish(database.writer_url, [hall, work("jagged", jagged(5_001), *WINTER)], policy=COARSE)
    publish(database.writer_url, [hall, work("jagged", STREET, *WINTER)])
    with serving(database) as running:
        assert running.json("/overlaps/not-compared")["works"] == []
    assert [pair["id"] for pair in pairs(database.url)] == ["hall~jagged"]


def test_a_point_in_place_of_a_place_shares_no_ground_and_nothing_tells_where_the_work_is(database: Database) -> None:
    told = Point(108.205, 16.055)  # the middle of a cell; the work is 700 m away
    works = [
        work("street", STREET, *WINTER),
        work("around", told.buffer(0.001), *WINTER),
        work("hall", STREET, *WINTER, category=Category.CULTURE),
    ]
    publish(database.writer_url, works, policy=coarse('to = "point", degrees = 0.01'))
    assert pairs(database.url) == []
    with serving(database) as running:
        assert running.json("/overlaps/not-compared")["works"] == [{"id": "hall", "reason": "coarse"}]
        for shape, named in ((STREET, []), (told, ["hall"])):
            plan = {"geometry": mapping(shape), "start": WINTER[0]}
            answer = httpx.post(f"{running.url}/overlaps/check", json=plan, timeout=30).json()
            assert [one["id"] for one in answer["notCompared"]] == named
            assert "hall" not in str(answer["features"])


def test_the_command_names_what_it_cannot_tell_of(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIMI_DATABASE_URL", site.database.url)
    plans = {"title": ["near", "far"]}
    places = [line((0, 8), (300, 8)), line((0, 9_000), (300, 9_000))]
    geopandas.GeoDataFrame(plans, geometry=places, crs="EPSG:4326").to_file(tmp_path / "plans.gpkg", driver="GPKG")
    told = CliRunner().invoke(app, ["check", str(tmp_path / "plans.gpkg")], catch_exceptions=False).output
    near, far = told.split("Row 2: ")
    assert all(f"{name} ({why})" in near for name, why in REASONS.items())
    assert "compared with nothing" not in far
