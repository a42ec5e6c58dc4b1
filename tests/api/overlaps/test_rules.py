"""The rules by which overlaps are found."""

from __future__ import annotations

import json
from decimal import Decimal

from geo.overlaps.rules import rules
from geo.overlaps.shipped import shipped
from tests.api.overlaps.conftest import put_in
from tests.fixtures.site import Site


def test_the_rules_say_every_unit_cost_with_its_source_and_can_be_read_again(site: Site) -> None:
    answer = site.get("/overlaps/rules")
    told = json.loads(answer.text, parse_float=Decimal)
    again = rules({"title": told["title"], "costs": told["costs"], **told["rules"]})
    assert again.fingerprint == told["fingerprint"] == shipped().fingerprint
    assert (told["publication"], told["shipped"]) == (2, True)
    trench = told["costs"]["reinstatement_length"]["other"]
    assert trench["value"]
    assert trench["source"]
    assert site.get("/overlaps/rules", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    links = site.json("/collections/overlaps")["links"]
    assert f"{site.url}/overlaps/rules" in [one["href"] for one in links if one["rel"] == "related"]


def test_before_anything_is_published_they_are_those_that_the_program_brings(empty_site: Site) -> None:
    assert empty_site.json("/overlaps/rules")["publication"] is None
    assert empty_site.get("/overlaps/rules?f=html").status_code == 400
    put_in(empty_site.database.writer_url)
    assert empty_site.json("/overlaps/rules")["publication"] == 2
