"""B10, B13, B20, F18: what is well-formed and means harm, and clocks that go wrong."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from tests.api.intake.pushing import agency, versions, work
from tests.fixtures.site import Site


@pytest.fixture
def trap() -> Iterator[str]:
    """An address that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(BlockingIOError):
            server.accept()


def test_addresses_that_are_pushed_are_called_by_nobody(site: Site, trap: str) -> None:
    links = {name: [{"id": "1", "url": f"{trap}{name}"}] for name in ("photos", "documents")}
    assert agency(site).put("P1", work(**links, descriptions={"vi": trap})).status_code in {201, 202}
    for path in ("/en/maps/projects/ban-1.P1", "/collections/projects/items/ban-1.P1", "/oc4ids/projects/ban-1.P1"):
        site.get(path)


def test_codes_are_compared_exactly(site: Site) -> None:
    board = agency(site)
    assert [board.put(code, work()).status_code for code in ("p1", "P1", "P1")] == [201, 201, 200]
    assert board.put("P1", work(code="p1")).status_code == 422


FOOTPRINTS: dict[str, Callable[[], tuple[str, list[Any]]]] = {
    "vertices": lambda: ("LineString", [[108 + n / 1e6, 16] for n in range(100_001)]),
    "no area": lambda: ("Polygon", [[[108.2, 16], [108.21, 16], [108.2, 16], [108.2, 16]]]),
    "rings of a point": lambda: ("MultiPolygon", [[[[108.2, 16]]] for _ in range(150_000)]),
    "texts": lambda: ("Point", ["108", "16"]),
}


@pytest.mark.parametrize(
    ("name", "status", "rule"),
    [
        ("vertices", 202, "footprint.vertices"),
        ("no area", 202, "footprint.empty"),
        ("rings of a point", 422, "member.type"),
        ("texts", 422, "member.type"),
    ],
)
def test_a_footprint_that_is_none_is_not_published(site: Site, name: str, status: int, rule: str) -> None:
    kind, coordinates = FOOTPRINTS[name]()
    answer = agency(site).put("P1", work(geometry={"type": kind, "coordinates": coordinates}))
    assert answer.status_code == status, answer.text[:300]
    assert [(fault["pointer"], fault["rule"]) for fault in answer.json()["faults"]] == [("/geometry", rule)]
    assert versions(site.database, "ban-1.P1") == []


def test_order_rests_on_versions_not_on_the_clock(site: Site) -> None:
    """The clock was an hour ahead, and has been put right since."""
    board = agency(site)
    board.put("P1", work())
    with psycopg.connect(site.database.url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE published.publication SET published_at = published_at + interval '1 hour'")
        owner.execute(
            "UPDATE published.project_version SET published = tstzrange(lower(published) + interval '1 hour', NULL)"
        )
    for n in range(3):
        assert board.put("P1", work(titles={"vi": f"Lần {n}"})).json()["state"] == "published"
    assert [title for _, title, *_ in versions(site.database, "ban-1.P1")] == ["Cầu Rồng", "Lần 0", "Lần 1", "Lần 2"]
    assert site.json("/collections/projects/items/ban-1.P1")["properties"]["title"] == "Lần 2"
    with psycopg.connect(site.database.url) as owner:
        instants = owner.execute("SELECT published_at FROM published.publication ORDER BY number").fetchall()
    assert instants == sorted(set(instants))
