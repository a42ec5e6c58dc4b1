"""The catalogue, sitemaps and robots.txt: everything at its address, nothing that does not answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import httpx
import pytest

from api.ogc.catalogue import COLLECTIONS
from data.standards.sitemaps import MOST, Place, sitemap
from tests.builders import project, publish
from tests.fixtures.site import Site

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def datasets(site: Site) -> dict[str, dict[str, Any]]:
    return {one["dct:identifier"].rpartition("/")[2]: one for one in site.json("/dcat")["dcat:dataset"]}


def addresses(site: Site, path: str) -> Iterator[tuple[str, ElementTree.Element]]:
    for entry in ElementTree.fromstring(site.get(path).content):
        yield entry.findtext(f"{MAP}loc", ""), entry


def test_the_catalogue_has_a_dataset_for_each_collection(sample_site: Site) -> None:
    answer = sample_site.get("/dcat")
    assert answer.headers["content-type"] == "application/ld+json"
    body = answer.json()
    assert (body["@type"], body["dct:license"]) == (
        "dcat:Catalog",
        {"@id": "https://creativecommons.org/publicdomain/zero/1.0/"},
    )
    assert {title["@language"] for title in body["dct:title"]} == {"vi", "en", "ko"}
    found = datasets(sample_site)
    assert found.keys() == COLLECTIONS.keys()
    for one in found.values():
        assert one["dct:modified"]["@value"] == body["dct:modified"]["@value"]
        datetime.fromisoformat(one["dct:modified"]["@value"])
    works = found["projects"]
    assert works["dct:spatial"]["dcat:bbox"]["@value"].startswith("POLYGON((107.")
    assert {"dcat:startDate", "dcat:endDate"} <= works["dct:temporal"].keys()


def test_every_prefix_of_the_catalogue_is_declared(sample_site: Site) -> None:
    body = sample_site.json("/dcat")
    used: set[str] = set()

    def look(value: Any) -> None:  # noqa: ANN401
        if isinstance(value, dict):
            used.update(name.partition(":")[0] for name in value if not name.startswith("@"))
            used.update([value["@type"].partition(":")[0]] if "@type" in value else [])
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look({name: value for name, value in body.items() if name != "@context"})
    assert used | {"spdx"} == body["@context"].keys()  # that of checksums, which stored files have


def test_every_service_of_the_catalogue_answers_in_its_type(sample_site: Site) -> None:
    for one in datasets(sample_site).values():
        for form in one["dcat:distribution"]:
            assert form["dcat:accessURL"]["@id"].startswith(sample_site.url)
            if "dcat:downloadURL" in form or "vector tiles" in form["dct:title"][0]["@value"]:
                continue
            answer = httpx.get(form["dcat:accessURL"]["@id"], timeout=30)
            kind = form["dcat:mediaType"]["@id"].removeprefix("https://www.iana.org/assignments/media-types/")
            assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, kind)


def test_a_stored_file_is_told_with_its_size_and_hash(sample_site: Site) -> None:
    def file() -> dict[str, Any]:
        forms = datasets(sample_site)["projects"]["dcat:distribution"]
        return next(one for one in forms if one["dcat:accessURL"]["@id"].endswith("/projects.geojson"))

    assert "dcat:byteSize" not in file()
    content = _download(file()["dcat:downloadURL"]["@id"])
    told = file()
    assert told["dcat:byteSize"]["@value"] == str(len(content))
    assert told["spdx:checksum"]["spdx:checksumValue"]["@value"] == hashlib.sha256(content).hexdigest()


def _download(url: str) -> bytes:
    for _ in range(200):
        answer = httpx.get(url, timeout=30, headers={"Accept-Encoding": "identity"})
        if answer.status_code == 200:
            return answer.content
        httpx.get(httpx.URL(url).join(answer.headers["location"]), timeout=30)
    raise AssertionError("the file was not built")


def test_the_sitemaps_hold_every_project_and_district_in_every_language(sample_site: Site) -> None:
    parts = [path for path, _ in addresses(sample_site, "/sitemap.xml")]
    assert parts == [f"{sample_site.url}/sitemaps/pages.xml", f"{sample_site.url}/sitemaps/projects-1.xml"]
    works = {path for path, _ in addresses(sample_site, "/sitemaps/projects-1.xml")}
    ids = [one["id"] for one in sample_site.json("/collections/projects/items?limit=1000")["features"]]
    assert works == {
        f"{sample_site.url}/{language}/maps/projects/{one}" for one in ids for language in ("vi", "en", "ko")
    }
    pages = {path for path, _ in addresses(sample_site, "/sitemaps/pages.xml")}
    assert {f"{sample_site.url}/vi/", f"{sample_site.url}/en/maps", f"{sample_site.url}/en/downloads"} <= pages


def test_every_page_of_the_sitemap_is_there_with_itself_as_canonical(sample_site: Site) -> None:
    works = list(addresses(sample_site, "/sitemaps/projects-1.xml"))[:4]
    for path, entry in [*addresses(sample_site, "/sitemaps/pages.xml"), *works]:
        answer = httpx.get(path, timeout=30)
        assert answer.status_code == 200, path
        assert f'<link rel="canonical" href="{path}">' in answer.text
        others = {link.get("hreflang"): link.get("href") for link in entry.findall(LINK)}
        assert others.keys() == {"vi", "en", "ko", "x-default"}
        assert others[path.removeprefix(sample_site.url)[1:3]] == path
        assert all(f'hreflang="{code}" href="{href}"' in answer.text for code, href in others.items())


def test_a_project_was_changed_when_its_newest_version_was_published(empty_site: Site) -> None:
    publish(empty_site.database.writer_url, [project("a"), project("b")])
    before = dict(_changed(empty_site))
    publish(empty_site.database.writer_url, [project("b", contractor="Nhà thầu khác")])
    after = dict(_changed(empty_site))
    assert (after["a"], after["b"] >= before["b"]) == (before["a"], True)
    feature = empty_site.json("/collections/projects/items/b")
    assert after["b"] == datetime.fromisoformat(feature["properties"]["published"]).replace(microsecond=0)


def _changed(site: Site) -> Iterator[tuple[str, datetime]]:
    for path, entry in addresses(site, "/sitemaps/projects-1.xml"):
        yield path.rpartition("/")[2], datetime.fromisoformat(entry.findtext(f"{MAP}lastmod", ""))


def test_there_is_no_sitemap_behind_the_last(empty_site: Site) -> None:
    assert [path for path, _ in addresses(empty_site, "/sitemap.xml")] == [f"{empty_site.url}/sitemaps/pages.xml"]
    for number in ("0", "1", str(2**70)):
        assert empty_site.get(f"/sitemaps/projects-{number}.xml").status_code == 404


def test_a_sitemap_is_never_longer_than_its_standard_allows() -> None:
    with pytest.raises(ValueError, match="50000"):
        sitemap(
            (Place(f"/{number}", None) for number in range(MOST // 3 + 1)), "https://example.org", ("vi", "en", "ko")
        )


def test_robots_find_the_sitemap_and_leave_the_feeds_alone(sample_site: Site) -> None:
    robots = RobotFileParser()
    robots.parse(sample_site.get("/robots.txt").text.splitlines())
    assert robots.site_maps() == [f"{sample_site.url}/sitemap.xml"]
    assert robots.can_fetch("any", "/vi/collections/projects")
    assert not robots.can_fetch("any", "/collections/projects/items?cursor=x")


def test_the_catalogue_has_one_form(sample_site: Site) -> None:
    assert sample_site.json("/dcat?f=jsonld") == sample_site.json("/dcat?f=json") == sample_site.json("/dcat")
    assert sample_site.get("/dcat?f=xml").status_code == 400
