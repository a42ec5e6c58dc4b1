"""The collection of overlaps: what a pair says, what can be asked of pairs, and when it is another answer."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import httpx
import psycopg
import pytest
from shapely.geometry import shape

from api.ogc.overlaps import OVERLAPS
from tests.api.overlaps.conftest import HOSTILE, OTHER, put_in, work
from tests.builders import publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving
from tests.geo.overlaps.test_measuring import area

HERE = "/collections/overlaps"
ITEMS = f"{HERE}/items"
TIMES = ("2087-01-01", "2087-03-31")


def found(site: Site, query: str = "", **more: Any) -> list[str]:  # noqa: ANN401
    body = site.json(f"{ITEMS}?{query}", **more)
    assert body["numberMatched"] == body["numberReturned"] == len(body["features"])
    return [one["id"] for one in body["features"]]


def test_a_pair_tells_its_ground_its_works_and_every_term_of_its_score(site: Site) -> None:
    (pair,) = site.json(f"{ITEMS}?one=D")["features"]
    facts = pair["properties"]
    assert (pair["id"], facts["class"], facts["relation"]) == ("D~E", "clash", "area")
    assert facts["shared_area_m2"] == pytest.approx(2500, rel=0.01)
    assert shape(pair["geometry"]).geom_type in {"Polygon", "MultiPolygon"}
    assert (facts["one_title"], facts["other_titles"]) == ("Công trình D", {"vi": "Công trình E"})
    assert (facts["one_agency"], facts["one_agency_name"]) == (OTHER.code, OTHER.names["vi"])
    assert (facts["agencies"], facts["categories"], facts["districts"]) == (["ban-1", "ban-2"], ["road"], ["old.east"])
    assert (facts["other_start"], facts["other_end"], facts["withheld"]) == ("2026-02-01", "2026-04-30", [])
    assert (facts["period_start"], facts["period_end"], facts["days_shared"]) == ("2026-02-01", "2026-03-31", 59)
    assert facts["lead"] in {"D", "E"}
    assert facts["lead_reason"]
    money = sum(one["value"] for one in facts["terms"] if one["unit_cost"] is not None)
    for one in facts["terms"]:
        assert list(one) == ["name", "quantity", "unit", "unit_cost", "value", "source"]
        money *= one["value"] if one["unit"] == "1" else 1
    assert (facts["score"], facts["currency"]) == (pytest.approx(money, abs=0.01), "USD")
    assert site.json(f"{ITEMS}/D~E")["properties"] == facts


def test_pairs_come_by_their_score_and_page_by_page(site: Site) -> None:
    features = site.json(ITEMS)["features"]
    scores = [one["properties"]["score"] for one in features]
    assert scores == sorted(scores, reverse=True)
    assert len(features) == 3
    seen, following = [], f"{site.url}{ITEMS}?limit=1"
    while following:
        page = httpx.get(following).json()
        seen += [one["id"] for one in page["features"]]
        assert page["numberMatched"] == 3
        following = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
    assert seen == [one["id"] for one in features]


def test_each_parameter_selects_by_its_own(site: Site) -> None:
    everything = ["A~B", "A~C", "D~E"]
    assert sorted(found(site)) == everything
    for query, ids in {
        "class=join": ["A~B"],
        "class=clash,crossing": ["A~C", "D~E"],
        "agency=ban-2": ["A~B", "D~E"],
        "district=old.east": everything,
        "district=old.west": [],
        "state=open": ["A~B", "A~C"],
        "state=past": ["D~E"],
        "past=true": ["D~E"],
        "quarter=2026-Q1": ["D~E"],
        "quarter=2025-Q4": [],
        "datetime=../2026-06-30": ["D~E"],
        "datetime=2087-01-01/..": ["A~B", "A~C"],
        "project=B,C": ["A~B", "A~C"],
        "works=E": ["D~E"],
        "exception=safety": [],
        "sortby=-shared_area_m2&limit=1000": everything,
    }.items():
        assert sorted(found(site, query)) == ids, query


def test_a_box_finds_the_ground_and_not_the_works(site: Site) -> None:
    west, south, east, north = shape(site.json(f"{ITEMS}/A~C")["geometry"]).bounds
    assert found(site, f"bbox={west},{south},{east},{north}") == ["A~C"]
    assert sorted(found(site, "bbox=108,16,108.3,16.2&sortby=id")) == ["A~B", "A~C", "D~E"]
    assert found(site, "bbox=108.199,16.04,108.3,16.06") == []


def test_filters_in_cql2_ask_for_every_property(site: Site) -> None:
    for text, ids in {
        "shared_length_m > 100 AND class = 'join'": ["A~B"],
        "A_OVERLAPS(works, ('C', 'E')) AND state <> 'past'": ["A~C"],
        "A_CONTAINS(agencies, ('ban-1', 'ban-2')) AND past = TRUE": ["D~E"],
        "S_INTERSECTS(shared_ground, BBOX(108, 16, 108.3, 16.2)) AND T_AFTER(period_start, DATE('2026-12-31'))": [
            "A~B",
            "A~C",
        ],
        "lead_reason IS NULL": ["A~C"],
    }.items():
        assert sorted(site_ids(site, text)) == ids, text


def site_ids(site: Site, text: str) -> list[str]:
    body = site.json(ITEMS, params={"filter": text})
    assert body["numberMatched"] == len(body["features"])
    return [one["id"] for one in body["features"]]


@pytest.mark.parametrize(
    "query", ["class=war", "state=agreed", "quarter=2026-Q5", "quarter=0000-Q1", "agency=", "past=1"]
)
def test_what_cannot_be_asked_is_a_bad_request(site: Site, query: str) -> None:
    answer = site.get(f"{ITEMS}?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, query.partition("=")[0])


def test_coordinates_come_in_every_offered_system(site: Site) -> None:
    offered = site.json(HERE)["crs"]
    assert len(offered) > 2
    for uri in offered:
        answer = site.get(ITEMS, params={"crs": uri, "one": "D"})
        assert (answer.status_code, answer.headers["content-crs"]) == (200, f"<{uri}>")
        assert answer.json()["features"][0]["geometry"]["coordinates"]


def test_a_table_has_a_row_for_each_pair_and_no_formula(site: Site) -> None:
    answer = site.get(f"{ITEMS}?f=csv")
    assert answer.headers["ogc-numbermatched"] == "3"
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
    assert set(rows) == {"A~B", "A~C", "D~E"}
    assert set(OVERLAPS.properties) < set(next(iter(rows.values())))
    assert rows["A~B"]["other_title"] == HOSTILE
    assert rows["D~E"]["agencies"] == "ban-1;ban-2"
    served = site.json(f"{ITEMS}/D~E")["properties"]["terms"]
    assert json.loads(rows["D~E"]["terms"]) == served != []
    assert not any(cell.startswith(("=", "+", "@")) for row in rows.values() for cell in row.values())


def test_the_collection_is_listed_only_while_there_are_pairs(empty_site: Site) -> None:
    def listed() -> bool:
        return "overlaps" in [one["id"] for one in empty_site.json("/collections")["collections"]]

    assert not listed()
    assert empty_site.json(HERE)["extent"] == {}
    put_in(empty_site.database.writer_url)
    assert listed()
    extent = empty_site.json(HERE)["extent"]
    assert extent["temporal"]["interval"] == [["2026-02-01T00:00:00Z", "2087-03-31T00:00:00Z"]]


def test_works_that_only_touch_meet_in_a_point(database: Database) -> None:
    pair = work("A", area(-100, 0, 0, 100), *TIMES), work("B", area(0, 0, 100, 100), *TIMES)
    publish(database.writer_url, pair)
    with serving(database) as site:
        (found_one,) = site.json(ITEMS)["features"]
        assert (found_one["geometry"]["type"], found_one["properties"]["distance_m"]) == ("Point", 0)


def test_the_first_page_is_read_from_an_index(database: Database) -> None:
    put_in(database.writer_url)
    with psycopg.connect(database.url) as connection:
        connection.execute("SET enable_sort = off")
        order = "ORDER BY o.score DESC NULLS LAST, o.id LIMIT 10"
        plan = connection.execute(f"EXPLAIN SELECT o.id FROM published.overlap AS o {order}".encode()).fetchall()
    assert "overlap_score_idx" in str(plan)
