"""The seeker of markers is not blind: where nothing is withheld it finds every marker, in every kind of answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import httpx
import pytest

from tests.disclosure.crawling import answered, ask, build_here
from tests.disclosure.planted_city import everything, plant, publish_everything
from tests.disclosure.seeking import seeker
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving
from data.exports import FORMATS


@pytest.fixture(scope="module")
def open_site(module_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    plant(module_database, tmp_path_factory.mktemp("city"), everything())
    publish_everything(module_database)
    with pytest.MonkeyPatch.context() as patch:
        build_here(patch)
        with serving(module_database, policy=everything(), data_dir=tmp_path_factory.mktemp("site")) as site:
            yield site


def test_explore(open_site: Site) -> None:
    items = "/collections/projects/items"
    addresses = [f"{items}?limit=100", f"{items}?f=csv", f"{items}/R1", f"{items}/M1", f"{items}/N1", f"{items}/R1/versions", f"{items}/N1/versions/1",
      "/changes", "/log/leaves?texts=true", "/oc4ids", "/oc4ids/projects/R1", "/oc4ids/projects/N1", "/dcat", "/collections/projects", "/collections/overlaps/items", "/tiles/WebMercatorQuad/9/234/411",
      "/collections/overlaps/items?f=csv", "/changes", "/vi/feeds/city.atom", "/disclosure", "/disclosure/withheld"]
    for l in ("vi","en","ko"):
        addresses += [f"/{l}/maps", f"/{l}/maps/projects/R1", f"/{l}/maps/projects/N1", f"/{l}/maps/projects/M1", f"/{l}/maps/projects/R1/history", f"/{l}/feeds/projects/R1.atom", f"/{l}/search?q=Zqx", f"/{l}/maps/overlaps", f"/{l}/collections/projects/items", f"/{l}/collections/projects/items/R1",f"/{l}"]
    addresses += [f"/downloads/projects.{s}" for s in FORMATS] + [f"/downloads/overlaps.{s}" for s in FORMATS]
    ways, fields = defaultdict(set), defaultdict(set)
    with httpx.Client(base_url=open_site.url, timeout=60) as client:
        for address in addresses:
            found = seeker().found(a := answered(address, ask(client, address)))
            print(address, a.status, len(a.body), len({f.field for f in found}), sorted({f.way for f in found}))
            for f in found:
                ways[f.way].add(address); fields[f.field].add(address)
    allf = [*seeker().of_works, *(f for some in seeker().stems.values() for f in some)]
    print("dead ways", {f.way for f in allf} - {*ways})
    print("dead fields", {f.field for f in allf} - {*fields})
    for a in addresses:
        print(a, sorted({f.field for f in allf} - {k for k, v in fields.items() if a in v}))
