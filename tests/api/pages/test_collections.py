"""The pages of every collection, and of what is told of it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from api.ogc.catalogue import COLLECTIONS
from api.ogc.described import ABOUT
from api.pages.meanings import meanings
from geo.values import Progress
from tests.builders import project, publish
from tests.fixtures.site import Site


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_collection_has_its_pages(sample_site: Site, language: str, name: str) -> None:
    here = f"/{language}/collections/{name}"
    for path in (here, f"{here}/items?limit=5", f"{here}/queryables", f"{here}/sortables", f"{here}/schema"):
        answer = sample_site.get(path)
        assert answer.status_code == 200, path
        assert f'lang="{language}"' in answer.text
        assert answer.text.count("<h1") == 1
    told = sample_site.json(f"/collections/{name}/queryables")["properties"]
    shown = sample_site.get(f"{here}/queryables").text
    assert all(f'id="property-{queryable}"' in shown for queryable in told)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_agency_shows_its_names_and_leads_to_its_works(sample_site: Site, language: str) -> None:
    feature = sample_site.json("/collections/agencies/items?limit=1")["features"][0]
    shown = sample_site.get(f"/{language}/collections/agencies/items/{feature['id']}").text
    names = feature["properties"]["names"]
    assert re.search(rf"<h1>\s*<span>{names[language]}</span>", shown)
    assert all(f'<span lang="{code}">{name}</span>' in shown for code, name in names.items())
    works = f"/{language}/collections/projects/items?agency={feature['id']}"
    assert f'<a href="{works}">{feature["properties"]["projects"]}</a>' in shown
    assert sample_site.get(works).status_code == 200


def test_a_progress_report_is_written_for_readers(empty_site: Site) -> None:
    day = date(2026, 3, 31)
    told = Progress(planned=None, actual=Decimal("0.425"), as_of=day)
    publish(empty_site.database.writer_url, [project("P/1", progress=told)])
    shown = empty_site.get("/vi/collections/progress/items/P%2F1:2026-03-31").text
    assert '<a href="/vi/maps/projects/P%2F1">P/1</a>' in shown
    assert '<time datetime="2026-03-31">31/03/2026</time>' in shown
    assert "42,5%" in shown
    assert shown.count("<dd>–</dd>") == 1  # it may be withheld as well as not entered
    assert "chưa nhập" not in shown


def test_every_property_has_a_meaning_for_readers() -> None:
    names = {name for one in COLLECTIONS.values() for about in ABOUT.values() for name in about(one)}
    assert names == meanings(str).keys()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_of_the_interface_names_every_address_and_parameter_once(sample_site: Site, language: str) -> None:
    shown = sample_site.get(f"/{language}/api").text.replace("<wbr>", "")
    for path, methods in sample_site.json("/api")["paths"].items():
        (part,) = re.findall(rf"<summary><code>{re.escape(path)}</code>.*?</details>", shown, re.DOTALL)
        assert (methods["get"]["summary"] in part) <= (language == "en"), path
        for parameter in methods["get"]["parameters"]:
            assert part.count(f"<code>{parameter['name']}</code>") == 1, (path, parameter["name"])
    assert "<span lang=" not in shown  # no word is left in another language


def test_what_nobody_tells_of_a_collection_is_404(sample_site: Site) -> None:
    assert sample_site.get("/en/collections/projects/nothing").status_code == 404
