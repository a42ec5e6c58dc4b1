"""The pages as a reader without scripts finds them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote

import httpx
import psycopg
import pytest

from data.cities import load_city
from geo.city import Basemap
from geo.codes import Status
from geo.values import Progress
from tests.api.pages.conftest import HAI_CHAU, HOSTILE_ID
from tests.builders import AGENCY, project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

HTML = {"Accept": "text/html"}
PAGES = [
    "/",
    "/maps",
    "/maps?measure=delay&category=road",
    f"/maps/districts/{HAI_CHAU}",
    "/maps/projects/DN-MAU-0005",
    f"/maps/projects/{quote(HOSTILE_ID, safe='')}",
    "/maps/unmapped",
    "/maps/overlaps?state=open",
    "/maps/overlaps/check",
    "/route",
    "/collections",
    "/collections/projects",
    "/collections/projects/items?bbox=108.2,16,108.3,16.1&limit=500",
    "/collections/districts/items",
    "/conformance",
    "/disclosure",
    "/disclosure/withheld",
    "/api",
]
ANONYMOUS = [
    "/",
    "/maps",
    "/maps/unmapped",
    f"/maps/districts/{HAI_CHAU}",
    "/maps/projects/DN-MAU-0005",
    "/collections",
]


class Tags(HTMLParser):
    """The tags of a page with their attributes, as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def page(site: Site, path: str) -> str:
    answer = site.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def listed(text: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'data-project-id="([^"]*)"', text)]


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole(site: Site, language: str, path: str) -> None:
    text = page(site, f"/{language}{path}")
    assert f'<html lang="{language}">' in text
    assert text.count("<h1") == 1
    assert text.count('<main id="main"') == 1
    assert 'class="skip-link" href="#main"' in text
    bare = path.partition("?")[0]
    for other in ("vi", "en", "ko"):
        assert f'<link rel="alternate" hreflang="{other}" href="{site.url}/{other}{bare}">' in text
    assert f'<link rel="canonical" href="{site.url}/{language}{bare}">' in text
    assert "sample-banner" in text


@pytest.mark.parametrize("path", PAGES)
def test_nothing_on_a_page_is_inline_or_of_another_host(site: Site, path: str) -> None:
    text = page(site, f"/en{path}")
    tags = Tags(text)
    assert not [name for _, given in tags.found for name in given if name == "style" or name.startswith("on")]
    scripts = [given for tag, given in tags.found if tag == "script"]
    assert all("src" in given or given["type"] == "application/json" for given in scripts)
    assert "style" not in {tag for tag, _ in tags.found}
    sources = re.findall(r'(?:src|<link [^>]*rel="(?:stylesheet|icon|modulepreload)"[^>]*href)="([^"]+)"', text)
    assert sources
    assert all(one.startswith("/") for one in sources)


@pytest.mark.parametrize("path", PAGES)
def test_a_hostile_text_is_never_markup(site: Site, path: str) -> None:
    assert "<img src=x" not in page(site, f"/vi{path}")
    assert "<b>`" not in page(site, f"/vi{path}")


def test_the_language_switch_keeps_the_query(site: Site) -> None:
    text = page(site, "/vi/maps?measure=delay&status=completed")
    assert 'href="/en/maps?measure=delay&amp;status=completed"' in text


def test_a_title_in_another_language_says_so(site: Site) -> None:
    text = page(site, f"/vi/maps/projects/{quote(HOSTILE_ID, safe='')}")
    assert '<h1 lang="en">' in text


@pytest.mark.parametrize("path", ANONYMOUS)
def test_an_address_without_a_language_leads_to_the_readers(site: Site, path: str) -> None:
    headers = HTML | {"Accept-Language": "ja;q=0.9, en;q=0.8, vi;q=0.1"}
    answer = site.get(f"{path}?a=b" if path == "/maps" else path, headers=headers)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/en{path}" + ("?a=b" if path == "/maps" else "")


def test_an_unknown_language_is_a_problem(site: Site) -> None:
    answer = site.get("/xx/maps", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/vi/maps/districts/none", 404),
        ("/vi/maps/projects/%3Cimg%20src=x%3E", 404),
        ("/vi/maps/projects/%3Cimg%20src=x%3E/map.js", 404),
        ("/vi/maps?status=%3Cimg%20src=x%3E", 400),
        ("/vi/maps?measure=height", 400),
        (f"/vi/maps/districts/{HAI_CHAU}?cursor=forged", 400),
        ("/vi/collections/none", 404),
        ("/vi/collections/projects/items?none=1", 400),
        ("/collections/none", 404),
        ("/xx/", 404),
        ("/vi/maps/projects/%00", 400),
        ("/vi/maps/districts/%00", 400),
        ("/vi/maps?category=%00", 400),
        ("/vi/collections/districts/items/%00", 400),
    ],
)
def test_an_error_is_a_page_for_a_reader_and_a_problem_for_a_program(site: Site, path: str, status: int) -> None:
    read = site.get(path, headers=HTML | {"Accept-Language": "vi"})
    assert (read.status_code, read.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert '<html lang="vi">' in read.text
    assert "<img src=x" not in read.text
    program = site.get(path)
    assert (program.status_code, program.headers["content-type"]) == (status, "application/problem+json")


def test_an_unchanged_page_is_not_sent_again(site: Site) -> None:
    for path in ("/vi/", f"/en/maps/districts/{HAI_CHAU}", "/vi/maps/outlines.json?set=danang-sketch"):
        etag = site.get(path).headers["etag"]
        assert site.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_a_forged_host_changes_nothing(site: Site) -> None:
    for path in ("/en/", "/en/api", "/en"):
        honest, forged = site.get(path), site.get(path, headers={"Host": "evil.example"})
        assert (honest.text, honest.headers.get("location")) == (forged.text, forged.headers.get("location"))


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


def every_listed(site: Site, path: str) -> list[str]:
    """The works of all pages of a list."""
    found, address = [], path
    while address:
        text = page(site, address)
        found += listed(text)
        following = re.search(r'<a href="([^"]*)" rel="next">', text)
        address = path.partition("?")[0] + unescape(following[1]) if following else ""
    return found


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


def test_a_feature_as_html_is_the_page_of_what_it_is(site: Site) -> None:
    for name, feature in (("projects", "DN-MAU-0005"), ("districts", HAI_CHAU)):
        answer = site.get(f"/en/collections/{name}/items/{feature}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/en/maps/{name}/{feature}")
        assert site.get(f"/en/collections/{name}/items/none").status_code == 404


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
        from geo.publishing import withdraw_samples  # noqa: PLC0415

        withdraw_samples(connection, languages=("vi", "en"))
    with serving(database) as site:
        for path in ("/vi/maps/projects/P1", "/vi/maps/projects/P1/map.js", "/vi/collections/projects/items/P1"):
            assert site.get(path).status_code == 404
        for path in ("/vi/maps/districts/old.west", "/vi/maps/unmapped", "/vi/collections/projects/items"):
            assert "P1" not in page(site, path)
        assert "1 works in the city" not in page(site, "/en/maps")
        assert "1 work in the city" in page(site, "/en/maps")


def test_before_the_first_publication_every_page_answers(empty_site: Site) -> None:
    for path in ("/", "/maps", "/maps/unmapped", "/collections", "/collections/projects/items", "/api"):
        assert "sample-banner" not in page(empty_site, f"/vi{path}")


def test_a_new_publication_is_seen_at_once(database: Database) -> None:
    with serving(database) as site:
        for count in (1, 2, 3):
            publish(database.writer_url, [project(f"P{count}")])
            assert f">{count}</dd>" in page(site, "/en/")


def test_the_agency_is_named_in_the_pages_language(database: Database) -> None:
    publish(database.writer_url, [project("P1")])
    with serving(database) as site:
        for language, name in AGENCY.names.items():
            assert name in page(site, f"/{language}/maps/projects/P1")
            assert name in page(site, f"/{language}/collections/projects/items")


def test_the_host_of_a_basemap_may_send_pictures_and_nothing_else(database: Database) -> None:
    city = replace(load_city(), basemap=Basemap(url="https://{s}.tiles.example/{z}/{x}/{y}.png", attribution="Tiles"))
    with serving(database, city=city) as site:
        policy = site.get("/vi/").headers["content-security-policy"]
    assert "img-src 'self' data: https://*.tiles.example;" in policy
    assert policy.count("example") == 1


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
