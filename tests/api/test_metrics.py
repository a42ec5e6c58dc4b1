"""`/metrics`: what is counted, and who may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

TOKEN = "for a test only " * 3


def metrics(site: Site, **headers: str) -> dict[tuple[str, ...], float]:
    """Every sample, by its name and the values of its labels in the order of their names."""
    answer = site.get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.text
    families = text_string_to_metric_families(answer.text)
    return {
        (s.name, *(s.labels[name] for name in sorted(s.labels))): s.value for family in families for s in family.samples
    }


def test_requests_are_counted_by_route_and_status(empty_site: Site) -> None:
    for number in range(3):
        empty_site.get(f"/collections/projects/items/none-{number}")
        empty_site.get(f"/no/such/path/{number}")
    found = metrics(empty_site)
    route = "/collections/{collection}/items/{feature_id}"
    assert found["allimi_requests_total", "GET", route, "404"] == 3
    assert found["allimi_requests_total", "GET", "unmatched", "404"] == 3
    assert found["allimi_request_seconds_count", "GET", route] == 3
    assert found["allimi_request_seconds_bucket", "+Inf", "GET", route] == 3
    assert not [name for name in found if "none-1" in str(name) or "such" in str(name)]


def test_a_request_still_running_is_in_flight(empty_site: Site) -> None:
    assert metrics(empty_site)["allimi_requests_in_flight",] == 1  # this very one


def test_a_method_that_nobody_knows_makes_no_series_of_its_own(empty_site: Site) -> None:
    import httpx  # noqa: PLC0415

    for method in ("BREW", "PROPFIND"):
        httpx.request(method, empty_site.url + "/live")
    assert {name[1] for name in metrics(empty_site) if name[0] == "allimi_requests_total"} == {"OTHER"}


def test_what_is_published_and_the_pool_are_told(database: Database) -> None:
    publish(database.writer_url, [project("P1"), project("P2")])
    with serving(database) as site:
        found = metrics(site)
    assert found["allimi_projects",] == 2
    assert found["allimi_publication",] == 1
    assert found["allimi_publication_timestamp_seconds",] > 1e9
    assert found["allimi_agency_update_timestamp_seconds", "ban-1"] == found["allimi_publication_timestamp_seconds",]
    assert found["allimi_database_up",] == 1
    assert found["allimi_database_connections", "limit"] == 4
    assert found["allimi_database_connections", "open"] >= 1
    assert found["process_resident_memory_bytes",] > 0
    assert [name for name in found if name[0] == "allimi_build_info"]


def test_a_database_that_is_away_is_told(database: Database) -> None:
    away = ReadPool((Login("postgresql://nobody@127.0.0.1:1/none"),), size=1, statement_timeout=timedelta(seconds=1))
    with serving(database, pool=away) as site:
        found = metrics(site)
    assert found["allimi_database_up",] == 0
    assert found["allimi_database_connections", "in_use"] == 0


def test_each_application_counts_for_itself(database: Database) -> None:
    with serving(database) as one, serving(database) as other:
        one.get("/live")
        assert not [name for name in metrics(other) if "/live" in name]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_through_a_proxy_there_are_no_metrics(empty_site: Site, header: str) -> None:
    answer = empty_site.get("/metrics", headers={header: "127.0.0.1"})
    assert answer.status_code == 404
    assert "allimi_" not in answer.text


def test_with_a_token_only_who_shows_it_sees_them(database: Database) -> None:
    with serving(database, metrics_token=SecretStr(TOKEN)) as site:
        assert site.get("/metrics").status_code == 404
        assert site.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
        proxied = {"Authorization": f"Bearer {TOKEN.strip()}", "X-Forwarded-For": "203.0.113.7"}
        assert site.get("/metrics", headers=proxied).status_code == 404  # not the token: blanks are part of it
    with serving(database, metrics_token=SecretStr(TOKEN.strip())) as site:
        assert site.get("/metrics", headers=proxied).status_code == 200


def test_metrics_are_never_cached(empty_site: Site) -> None:
    assert empty_site.get("/metrics").headers["cache-control"] == "no-store"
