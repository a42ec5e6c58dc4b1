"""The official suite of OGC API - Features, Part 1, method by method: limit, bbox, datetime and wrong parameters."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from shapely import box
from shapely.geometry import shape

from tests.api.ogc.suite import (
    GEOJSON,
    SPATIAL,
    TIMED,
    ask,
    check_features,
    every_collection,
    features_address,
    links,
    listed,
    local,
)
from tests.fixtures.site import Site

BOXES = {
    "meridian": (-1.5, 50.0, 1.5, 53.0),
    "equator": (-80.0, -5.0, -70.0, 5.0),
    "antimeridian": (177.0, 65.0, -177.0, 70.0),
    "north pole": (-180.0, 85.0, 180.0, 90.0),
    "south pole": (-180.0, -90.0, 180.0, -85.0),
}


def number(value: float) -> str:
    """As the suite writes it, with seven decimals and no zero before the point."""
    return re.sub(r"^(-?)0\.", r"\1.", f"{value:.7f}")


@every_collection
def test_a_wrong_limit_and_an_unknown_parameter_are_refused(sample_site: Site, name: str) -> None:
    # FeaturesErrorConditions.validateFeaturesOperation_QueryParamInvalid, _QueryParamUnknown
    address = features_address(sample_site, listed(sample_site, name))
    for wrong in ("limit=unlimited", "unknownQueryParameter12345=1"):
        answer = sample_site.get(f"{address}&{wrong}", headers={"Accept": GEOJSON})
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@every_collection
@pytest.mark.parametrize("limit", [1, 100])
def test_no_page_has_more_than_its_limit_and_the_pages_have_what_matched(
    sample_site: Site, name: str, limit: int
) -> None:
    # FeaturesLimit.validateFeaturesWithLimitResponse; JsonUtils.collectNumberOfAllReturnedFeatures, which follows
    # `next` with the largest limit in place of its own
    page = ask(sample_site, name, limit=limit)
    matched, returned = page["numberMatched"], page["numberReturned"]
    assert returned == min(limit, matched) > 0
    pages = 0
    while following := links(page, "next"):
        address = urlsplit(local(sample_site, following[0]["href"]))
        given = dict(parse_qsl(address.query)) | {"limit": "10000"}
        answer = sample_site.get(address.path, params=given, headers={"Accept": GEOJSON})
        assert answer.status_code == 200
        page = answer.json()
        check_features(page)
        assert page["numberMatched"] == matched
        assert page["features"]
        returned, pages = returned + page["numberReturned"], pages + 1
    assert returned == matched
    assert pages == (1 if matched > limit else 0)


@pytest.mark.parametrize("name", SPATIAL)
@pytest.mark.parametrize("corners", BOXES.values(), ids=BOXES.keys())
def test_a_box_anywhere_answers(sample_site: Site, name: str, corners: tuple[float, ...]) -> None:
    # FeaturesBBox.validateFeaturesWithBoundingBoxOperation and all that checks its answer
    page = ask(sample_site, name, bbox=",".join(map(number, corners)))
    assert (page["numberMatched"], page["features"]) == (0, [])  # nothing of the sample city lies there


@pytest.mark.parametrize("name", SPATIAL)
def test_the_extent_as_a_box_finds_only_what_touches_it(sample_site: Site, name: str) -> None:
    # FeaturesBBox.validateFeaturesWithBoundingBoxResponse
    (corners,) = listed(sample_site, name)["extent"]["spatial"]["bbox"]
    page = ask(sample_site, name, bbox=",".join(map(number, corners)))
    assert page["features"]
    assert all(shape(one["geometry"]).intersects(box(*corners)) for one in page["features"])
    mapped = ask(sample_site, name, limit=10_000)["features"]
    assert page["numberMatched"] == sum(one["geometry"] is not None for one in mapped)


@pytest.mark.parametrize("name", TIMED)
@pytest.mark.parametrize("form", ["instant", "interval", "start and duration"])
def test_every_form_of_time_that_the_suite_makes_of_the_extent_answers(sample_site: Site, name: str, form: str) -> None:
    # FeaturesTime.collectionItemUrisWithDateTimes
    begin, end = map(datetime.fromisoformat, listed(sample_site, name)["extent"]["temporal"]["interval"][0])
    first = begin + (end - begin) / 4
    second = first + (end - begin) / 4
    written = {
        "instant": _instant(begin),
        "interval": f"{_instant(first)}/{_instant(second)}",
        "start and duration": f"{first.date()}/P2D",
    }
    page = ask(sample_site, name, datetime=written[form])
    assert page["numberMatched"] < ask(sample_site, name)["numberMatched"]
    if form == "interval":  # a quarter of the whole time; in two days there may be nothing
        assert page["features"]


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def test_a_duration_means_the_same_as_its_end(sample_site: Site) -> None:
    start = date(2026, 5, 1)
    by_end = ask(sample_site, "projects", datetime=f"{start}/{start + timedelta(days=2)}")
    assert ask(sample_site, "projects", datetime=f"{start}/P2D")["numberMatched"] == by_end["numberMatched"] > 0
