"""The maps' skeletons: small, stable, local, and free of text as markup."""

from __future__ import annotations

import json
import re

import pytest

from geo.city import Basemap
from geo.values import Bbox
from maps import assets
from maps.elements import Call, LocalMap
from maps.page import MapPage, take_apart
from maps.views import city_map, district_map, project_map
from tests.maps import facts
from tests.maps.site import URLS

TILES = Basemap(url="https://{s}.tiles.example/{z}/{x}/{y}.png", attribution="<b>Tiles</b>")


def pages(basemap: Basemap | None = None) -> list[MapPage]:
    city = facts.city(basemap)
    return [
        city_map(city, URLS, language="en", measure="delay"),
        district_map(city, facts.WEST, facts.VIEW, URLS, language="en"),
        project_map(city, "/collections/projects/items/w-1", None, URLS, language="en"),
    ]


def test_a_skeleton_is_far_below_ten_kilobytes() -> None:
    for page in pages():
        assert page.size + len(page.head("/maps/map.js")) < 6_000


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert pages() == pages()


def test_an_id_that_looks_as_those_of_the_map_stays_as_it_is() -> None:
    addresses = [f"/collections/projects/items/ban_{letter * 32}" for letter in "ab"]
    drawn = [project_map(facts.city(None), address, None, URLS, language="en") for address in addresses]
    assert [address in page.script for address, page in zip(addresses, drawn, strict=True)] == [True, True]
    assert drawn[0].key != drawn[1].key


def test_the_key_changes_with_the_content() -> None:
    assert len({page.key for page in pages()}) == 3


def test_nothing_is_asked_of_another_host() -> None:
    for page in pages():
        assert "//" not in page.html + page.script + page.head("/maps/map.js")


def test_there_is_no_inline_code_and_no_inline_style() -> None:
    for page in pages():
        assert "style" not in page.html
        for tag in re.findall(r"<script[^>]*>(.*?)</script>", page.head("/maps/map.js")):
            assert tag == ""


def test_scripts_run_in_order_leaflet_then_ours_then_the_map() -> None:
    tags = re.findall(r"<script[^>]*>", pages()[0].head("/maps/map.js"))
    assert tags == [
        f'<script defer src="{assets.leaflet_url("leaflet.js")}">',
        f'<script type="module" src="{assets.url("allimi.mjs")}">',
        '<script defer src="/maps/map.js">',
    ]


def test_a_citys_tiles_name_their_host_and_their_credit_is_text() -> None:
    page = pages(TILES)[1]
    assert page.tile_hosts == ("https://*.tiles.example",)
    assert "<b>" not in page.script
    assert pages()[1].tile_hosts == ()


@pytest.mark.parametrize("text", facts.HOSTILE)
def test_options_travel_as_json_that_cannot_end_the_script(text: str) -> None:
    drawn = LocalMap(facts.VIEW)
    Call("frame", {"attribution": text}).add_to(drawn)
    script = take_apart(drawn).script
    assert "</script" not in script
    written = re.search(r"allimi\.frame\(map_1, (.*)\);", script)
    assert written is not None
    assert json.loads(written.group(1)) == {"attribution": text}


def test_a_plugin_with_inline_header_code_is_refused() -> None:
    drawn = LocalMap(facts.VIEW)
    drawn.get_root().header.add_child(Call("x", {}), name="inline")  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="inline"):
        take_apart(drawn)


def test_a_view_over_the_antimeridian_stays_in_one_piece() -> None:
    page = district_map(facts.city(), facts.WEST, Bbox(179, -1, -179, 1), URLS, language="en")
    assert '"bounds": [[-1, 179], [1, 181]]' in page.script


def test_every_asset_that_a_page_names_exists() -> None:
    for page in pages():
        for url in (*page.scripts, *page.stylesheets, *assets.modules()):
            folder = assets.FOLDER if url.startswith(assets.OWN_PREFIX) else assets.LEAFLET_FOLDER
            assert (folder / url.rpartition("/")[2]).is_file(), url
    assert assets.vectorgrid_url() in pages()[1].script
    assert (assets.VECTORGRID_FOLDER / assets.vectorgrid_url().rpartition("/")[2]).is_file()


def test_the_versions_in_addresses_are_those_that_are_installed() -> None:
    for folder, version in (
        (assets.LEAFLET_FOLDER, assets.LEAFLET_VERSION),
        (assets.VECTORGRID_FOLDER, assets.VECTORGRID_VERSION),
        (assets.DRAW_FOLDER, assets.DRAW_VERSION),
    ):
        assert json.loads((folder.parent / "package.json").read_text())["version"] == version
