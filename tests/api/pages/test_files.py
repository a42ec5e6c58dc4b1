"""Scripts, styles and data of the pages."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from tests.api.pages.conftest import HAI_CHAU
from tests.api.pages.reading import page
from tests.fixtures.site import Site


class TestFiles:
    """Scripts, styles and data of the pages."""

    MAPS = ("/en/maps", f"/vi/maps/districts/{HAI_CHAU}", "/en/maps/projects/DN-MAU-0005")

    @pytest.mark.parametrize("path", MAPS)
    def test_a_map_is_a_small_skeleton_kept_for_ever_by_its_key(self, site: Site, path: str) -> None:
        text = page(site, path)
        found = re.search(r'src="([^"]*\.js\?[^"]*v=\w+)"', text)
        assert found is not None
        address = unescape(found[1])
        answer = site.get(address)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"].startswith("text/javascript")
        assert len(answer.content) < 10_000
        assert "no-cache" in site.get(re.sub("v=.*", "v=old", address)).headers["cache-control"]

    def test_every_file_that_a_page_names_is_there(self, site: Site) -> None:
        text = page(site, f"/en/maps/districts/{HAI_CHAU}")
        for address in set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text)):
            answer = site.get(address)
            assert answer.status_code == 200
            assert "immutable" in answer.headers["cache-control"]
            kinds = {"mjs": "text/javascript", "js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
            assert answer.headers["content-type"].split(";")[0] == kinds[address.rpartition(".")[2]]

    @pytest.mark.parametrize("path", ["pages/1/../assets.py", "pages/1/%2e%2e/assets.py", "none/1/a.css", "allimi/1/x"])
    def test_nothing_else_is_served(self, site: Site, path: str) -> None:
        url = httpx.URL(site.url, raw_path=f"/static/{path}".encode())
        assert httpx.get(url).status_code in {404, 307}

    def test_crawlers_and_browsers_find_what_they_look_for(self, site: Site) -> None:
        assert site.get("/robots.txt").text.startswith("User-agent: *")
        assert site.get("/favicon.ico").headers["content-type"] == "image/svg+xml"

    def test_the_background_and_outlines_are_geojson(self, site: Site) -> None:
        for name in ("background.json", "outlines.json?set=danang-sketch"):
            found = site.json(f"/en/maps/{name}")
            assert found["type"] == "FeatureCollection"
            assert found["features"]
        assert len(site.json("/en/maps/outlines.json?set=danang-sketch")["features"]) == 8

    @pytest.mark.parametrize("code", ["", "none", "%00", "x" * 500, "'--"])
    def test_an_unknown_boundary_set_has_no_outlines(self, site: Site, code: str) -> None:
        assert site.json(f"/en/maps/outlines.json?set={code}")["features"] == []
