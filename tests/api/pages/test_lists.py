"""What the pages list and count, and what filters leave of it."""

from __future__ import annotations

import re
from decimal import Decimal

import psycopg
import pytest
from shapely import MultiPoint

from geo.codes import Status
from geo.publishing import withdraw_samples
from geo.values import Progress
from tests.api.pages.conftest import HAI_CHAU
from tests.api.pages.reading import every_listed, listed, page
from tests.builders import project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving


def test_a_work_across_districts_is_in_each_and_once_in_the_city(site: Site) -> None:
    with psycopg.connect(site.database.reader_url) as connection:
        row = connection.execute(
            "SELECT project_id, array_agg(district_id) FROM published.district_share GROUP BY 1 HAVING count(*) = 3"
        ).fetchone()
        count = connection.execute("SELECT count(*) FROM published.project_now").fetchone()
    assert row is not None
    assert count is not None
    for district in row[1]:
        assert row[0] in every_listed(site, f"/en/maps/districts/{district}")
    assert f"{count[0]} works in the city" in page(site, "/en/maps")
    assert f"In all {count[0]} works" in page(site, "/en/")


@pytest.mark.parametrize(
    "path", ["/en/maps/districts/danang-sketch.497", "/en/maps/districts/danang-sketch.497?status=implementation"]
)
def test_following_next_visits_every_work_once(site: Site, path: str) -> None:
    works = every_listed(site, path)
    query = path.partition("?")[2]
    expected = site.json(f"/collections/projects/items?district=danang-sketch.497&limit=1000&{query}")
    assert sorted(works) == sorted(feature["id"] for feature in expected["features"])
    assert len(set(works)) == len(works) == expected["numberMatched"]


def test_works_under_way_come_first_and_the_farthest_of_them_first(site: Site) -> None:
    works = every_listed(site, f"/en/maps/districts/{HAI_CHAU}")
    features = site.json(f"/collections/projects/items?district={HAI_CHAU}&limit=1000")["features"]
    facts = {feature["id"]: feature["properties"] for feature in features}
    ongoing = [facts[work]["status"] == "implementation" for work in works]
    assert ongoing == sorted(ongoing, reverse=True)
    progress = [facts[work]["progress_actual"] or -1 for work in works[: sum(ongoing)]]
    assert progress == sorted(progress, reverse=True)


def test_filters_work_without_scripts(site: Site) -> None:
    here = f"/en/maps/districts/{HAI_CHAU}"
    everything = every_listed(site, here)
    roads = every_listed(site, f"{here}?category=road&category=bridge")
    assert 0 < len(roads) < len(everything)
    assert roads == every_listed(site, f"{here}?category=road,bridge")
    assert listed(page(site, f"{here}?status=")) == []
    boxes = re.findall(r'"checkbox" name="status" value="([\w-]+)"( checked)?', page(site, f"{here}?status=completed"))
    assert [value for value, checked in boxes if checked] == ["completed"]
    parts = [len(every_listed(site, f"{here}?status={value}")) for value, _ in boxes]
    assert sum(parts) == len(everything)


def test_the_city_counts_what_is_chosen(site: Site) -> None:
    matched = site.json("/collections/projects/items?category=road&limit=1")["numberMatched"]
    assert f"{matched} works in the city" in page(site, "/en/maps?category=road")
    counts = site.json("/en/maps/districts.json?category=road")["districts"]
    for district in counts:
        found = site.json(f"/collections/projects/items?category=road&district={district['id']}&limit=1")
        assert district["works"] == found["numberMatched"]


def test_what_shades_the_map_is_in_the_table_too(site: Site) -> None:
    districts = site.json("/en/maps/districts.json?measure=delay")["districts"]
    numbers = re.findall(r'<td class="number">([^<]*)</td>\s*</tr>', page(site, "/en/maps?measure=delay"))
    assert numbers == ["–" if one["value"] is None else str(one["value"]) for one in districts]


def test_works_without_a_place_are_listed_and_marked(site: Site) -> None:
    expected = site.json("/collections/projects/items?mapped=false&limit=1000")
    assert sorted(every_listed(site, "/en/maps/unmapped")) == sorted(one["id"] for one in expected["features"])
    somewhere = next(one for one in expected["features"] if one["properties"]["districts"])
    works = page(
        site, f"/en/maps/districts/{somewhere['properties']['districts'][0]}?status={somewhere['properties']['status']}"
    )
    assert f'data-project-id="{somewhere["id"]}" data-unmapped' in works


def test_a_code_alone_is_enough_where_only_one_district_has_it(site: Site) -> None:
    answer = site.get("/en/maps/districts/492?status=completed")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/en/maps/districts/{HAI_CHAU}?status=completed")


def test_a_code_of_several_districts_names_them(database: Database) -> None:
    publish_two_districts(database.writer_url, "one")
    publish_two_districts(database.writer_url, "two")
    with serving(database) as site:
        problem = site.get("/en/maps/districts/west")
    assert problem.status_code == 404
    assert "one.west, two.west" in problem.json()["detail"]


def test_nothing_entered_nothing_and_withheld_are_three_things(database: Database) -> None:
    one = project("P1", progress=Progress(actual=Decimal(0)), supervisor="A person", status=Status.IMPLEMENTATION)
    publish(database.writer_url, [one])
    with serving(database) as site:
        text = page(site, "/en/maps/projects/P1")
    facts = dict(re.findall(r"<dt>([^<]+)</dt>\s*<dd>(.*?)</dd>", text, re.DOTALL))
    assert ">0%<" in facts["Actual progress"]
    assert "not entered" in facts["Planned progress"]
    assert "withheld" in facts["Supervisor"]
    assert "May name a person" in facts["Supervisor"]
    assert "A person" not in text


def test_what_is_withdrawn_is_nowhere(database: Database) -> None:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project("P1", sample=True, districts=("old.west",)), project("P2")])
    with psycopg.connect(database.writer_url) as connection:
        withdraw_samples(connection, languages=("vi", "en"))
    with serving(database) as site:
        for path in ("/vi/maps/projects/P1", "/vi/maps/projects/P1/map.js", "/vi/collections/projects/items/P1"):
            assert site.get(path).status_code == 404
        for path in ("/vi/maps/districts/old.west", "/vi/maps/unmapped", "/vi/collections/projects/items"):
            assert "P1" not in page(site, path)
        assert "1 works in the city" not in page(site, "/en/maps")
        assert "1 work in the city" in page(site, "/en/maps")


def test_a_new_publication_is_seen_at_once(database: Database) -> None:
    with serving(database) as site:
        for count in (1, 2, 3):
            publish(database.writer_url, [project(f"P{count}")])
            assert f">{count}</dd>" in page(site, "/en/")


def test_the_map_of_a_work_over_the_date_line_is_not_the_world(database: Database) -> None:
    publish(database.writer_url, [project("P1", footprint=MultiPoint([(179.5, -16.5), (-179.5, -16.0)]))])
    with serving(database) as site:
        assert '"bounds": [[-16.5, 179.5], [-16.0, 180.5]]' in site.get("/en/maps/projects/P1/map.js").text
