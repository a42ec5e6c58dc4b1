"""The seeker of markers is not blind: where nothing is withheld it finds every marker, in every kind of answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from data.log.exporting import export
from geo.disclosure import WITHHOLDABLE
from tests.disclosure.crawling import answered, ask, build_here
from tests.disclosure.forms import Form
from tests.disclosure.planted_city import (
    ITEMS,
    MOVED,
    QUESTIONS,
    TELL_ALL,
    TELL_SOME,
    WORKS_WITH_PAGES,
    everything,
    plant,
    publish_everything,
)
from tests.disclosure.planting import FACTS
from tests.disclosure.seeking import seeker
from tests.disclosure.unpacking import Answered
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

EVERY = {"titles", *FACTS, *(name for name in WITHHOLDABLE if "." in name)}


@pytest.fixture(scope="module")
def open_site(module_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    plant(module_database, tmp_path_factory.mktemp("city"), everything())
    publish_everything(module_database)
    with pytest.MonkeyPatch.context() as patch:
        build_here(patch)
        with serving(module_database, policy=everything(), data_dir=tmp_path_factory.mktemp("site")) as site:
            yield site


@pytest.fixture(scope="module")
def told(open_site: Site) -> dict[str, set[Form]]:
    with httpx.Client(base_url=open_site.url, timeout=60) as client:
        answers = [answered(address, ask(client, address)) for address in (*TELL_ALL, *TELL_SOME)]
    assert [one.address for one in answers if one.status != 200] == []
    return {one.address: seeker().found(one) for one in answers}


def test_every_marker_is_found_where_everything_is_told(told: dict[str, set[Form]]) -> None:
    missing = {address: EVERY - {form.field for form in told[address]} for address in TELL_ALL}
    assert {address: fields for address, fields in missing.items() if fields} == {}


def test_some_marker_is_found_in_every_kind_of_answer(told: dict[str, set[Form]]) -> None:
    assert [address for address in TELL_SOME if not told[address]] == []


@pytest.mark.parametrize("address", MOVED)
def test_a_place_is_found_in_other_systems(told: dict[str, set[Form]], address: str) -> None:
    places = {form.told for form in told[address] if form.way == "place"}
    assert len(places) == 2
    assert not places & {b"108.876", b"15.654"}


@pytest.mark.parametrize("query", QUESTIONS)
def test_the_same_questions_find_works_where_nothing_is_withheld(open_site: Site, query: str) -> None:
    assert open_site.json(f"{ITEMS}?{query}")["numberMatched"] > 0


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_pages_of_works_tell_every_field_in_every_language(told: dict[str, set[Form]], language: str) -> None:
    pages = [told[f"/{language}/maps/projects/{one}"] for one in WORKS_WITH_PAGES]
    assert EVERY - {form.field for page in pages for form in page} == {"titles", "footprint"}


def test_every_way_of_writing_is_found_somewhere(told: dict[str, set[Form]]) -> None:
    sought = {form.way for forms in (*seeker().stems.values(), seeker().of_works) for form in forms}
    assert sought - {form.way for forms in told.values() for form in forms} == set()


def test_the_file_of_the_log_is_read_to_the_last_field(open_site: Site, tmp_path: Path) -> None:
    with psycopg.connect(open_site.database.reader_url) as connection:
        export(connection, tmp_path / "log.jsonl", replace=False)
    found = seeker().found(Answered("log.jsonl", 200, b"", (tmp_path / "log.jsonl").read_bytes()))
    assert {form.field for form in found} >= EVERY
