"""Asks for features and follows their pages."""

from __future__ import annotations

from typing import Any

import httpx

from tests.fixtures.site import Site

ITEMS = "/collections/projects/items"


def ids(body: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in body["features"]]


def walk(site: Site, path: str) -> list[dict[str, Any]]:
    pages = [site.json(path)]
    while following := [link["href"] for link in pages[-1]["links"] if link["rel"] == "next"]:
        pages.append(httpx.get(following[0], timeout=30).raise_for_status().json())
    return pages
