"""A01, A02, A20: ids, names of collections and paths that nobody has."""

from __future__ import annotations

import pytest

from tests.abuse.asking import ITEMS, Abused, must_be_refused

ODD_IDS = [
    "'",
    '"',
    "1'--",
    "$$",
    "%25s",
    "{}",
    "9" * 40,
    "NaN",
    "1e309",
    "-1",
    "null",
    "a%0Ab%2F..",
    "%F0%9F%92%A9",
    "%FF",
]


@pytest.mark.parametrize("feature_id", ODD_IDS)
def test_a01_an_odd_id_is_not_found(abused: Abused, feature_id: str) -> None:
    must_be_refused(abused.get(f"{ITEMS}/{feature_id}"), 404, 400)


@pytest.mark.parametrize("feature_id", ["%00", "a%00b", "a%0D%0Ab", "a" * 201])
def test_a01_an_id_with_control_characters_or_too_long_is_a_bad_request(abused: Abused, feature_id: str) -> None:
    must_be_refused(abused.get(f"{ITEMS}/{feature_id}"), 400)


@pytest.mark.parametrize("tail", ["", "/items", "/items/x", "/queryables", "/schema", "/tiles"])
@pytest.mark.parametrize(
    "name", ["%2E%2E", "pg_catalog.pg_user", "public.spatial_ref_sys", "project_version", "a" * 5000, "%00", "'; --"]
)
def test_a02_an_unknown_collection_is_not_found(abused: Abused, name: str, tail: str) -> None:
    must_be_refused(abused.get(f"/collections/{name}{tail}"), 404, 414, 400)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../etc/passwd",
        "/static/allimi/x/..%2F..%2F..%2Fetc%2Fpasswd",
        "/static/allimi/x/%2e%2e/%2e%2e/settings.py",
        "/static/pages/x//etc/passwd",
        "/static/leaflet/..%5C..%5Cpackage.json",
        "/.git/config",
        "/.env",
        "/downloads/..%2F..%2Fsecret",
        "/downloads/%2e%2e/%2e%2e/etc/passwd",
        "/vi/..%2F.env",
        "//etc/passwd",
    ],
)
def test_a20_a_path_out_of_the_site_is_not_found(abused: Abused, path: str) -> None:
    said = abused.said(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
    assert said.startswith((b"HTTP/1.1 404 ", b"HTTP/1.1 400 "))
    assert b"root:" not in said
