"""Answers as the client takes them: formats, languages, packing, what has not changed, and who may read."""

from __future__ import annotations

import pytest

from tests.fixtures.site import Site


def test_a_format_that_is_not_offered_is_said_so(sample_site: Site) -> None:
    assert sample_site.get("/collections?f=png").status_code == 400
    answer = sample_site.get("/collections", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/geo+json"),
        ("text/plain, application/json", "application/geo+json"),  # GDAL on a plain address
        ("application/geo+json, application/json", "application/geo+json"),  # QGIS
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.4, application/geo+json;q=0.9", "application/geo+json"),
    ],
)
def test_items_come_as_the_client_accepts_them(sample_site: Site, accept: str, media_type: str) -> None:
    answer = sample_site.get("/collections/projects/items?limit=1", headers={"Accept": accept})
    assert answer.headers["content-type"] == media_type
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("languages", ["en;q=0.9, vi;q=0.5", "en; q=0.9, vi ;q=0.5", "EN-gb ; Q=0.9,vi; q=0.5"])
def test_a_reader_is_sent_to_the_page_in_his_language(sample_site: Site, languages: str) -> None:
    headers = {"Accept": "text/html", "Accept-Language": languages}
    answer = sample_site.get("/collections/projects/items?status=implementation&f=html", headers=headers)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/en/collections/projects/items?status=implementation"


def test_what_has_not_changed_is_not_sent_again(sample_site: Site) -> None:
    for path in ("/collections/projects/items?limit=3", "/collections/projects/items/DN-MAU-0001", "/collections"):
        etag = sample_site.get(path).headers["etag"]
        again = sample_site.get(path, headers={"If-None-Match": f'"x", {etag}'})
        assert (again.status_code, again.content) == (304, b"")


def test_other_sites_may_read(sample_site: Site) -> None:
    answer = sample_site.get("/collections", headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_large_answers_are_packed(sample_site: Site) -> None:
    answer = sample_site.get("/collections/projects/items", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip;q=0", False),
        ("gzip; Q=0.0, *", False),
        ("identity, *;q=0", False),
        ("br", False),
        ("", False),
        ("GZIP;q=0.5", True),
        ("br, *;q=0.1", True),
        ("deflate, gzip", True),
    ],
)
def test_an_answer_is_packed_only_where_gzip_is_accepted(sample_site: Site, accepted: str, packed: bool) -> None:
    answer = sample_site.get("/collections/projects/items", headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert answer.json()["numberReturned"] == 100


@pytest.mark.parametrize("path", ["/collections/projects/items", "/collections", "/api", "/en/"])
@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_vary_names_each_header_once(sample_site: Site, path: str, accepted: str) -> None:
    answer = sample_site.get(path, headers={"Accept-Encoding": accepted})
    names = [name.strip().lower() for name in answer.headers["vary"].split(",")]
    assert sorted(names) == sorted(set(names))
    assert "accept-encoding" in names


@pytest.mark.parametrize("path", ["/", "/collections/projects/items?limit=1"])
def test_an_empty_accept_takes_anything(sample_site: Site, path: str) -> None:
    assert sample_site.get(path, headers={"Accept": ""}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/collections/projects/items", "/live", "/api"])
def test_head_says_what_get_would(sample_site: Site, path: str) -> None:
    import httpx  # noqa: PLC0415

    answer = httpx.head(sample_site.url + path)
    assert (answer.status_code, answer.content) == (200, b"")
