"""The pages of every collection, and of what is told of it."""

from __future__ import annotations

import pytest

from api.ogc.catalogue import COLLECTIONS
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
    assert all(f">{queryable}<" in shown for queryable in told)


@pytest.mark.parametrize("name", ["agencies", "progress"])
def test_a_feature_without_a_map_shows_its_facts(sample_site: Site, name: str) -> None:
    feature = sample_site.json(f"/collections/{name}/items?limit=1")["features"][0]
    shown = sample_site.get(f"/en/collections/{name}/items/{feature['id']}")
    assert shown.status_code == 200
    assert all(f"<code>{one}</code>" in shown.text for one in feature["properties"])


def test_what_nobody_tells_of_a_collection_is_404(sample_site: Site) -> None:
    assert sample_site.get("/en/collections/projects/nothing").status_code == 404
