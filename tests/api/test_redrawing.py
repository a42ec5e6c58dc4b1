"""`allimi redraw` draws anew what is drawn otherwise than PostGIS draws it now, without a new version."""

from __future__ import annotations

import psycopg
import pytest
from typer.testing import CliRunner

from api.cli import redrawing
from api.cli.program import program
from geo.log.auditing import audit
from tests.api.log.commanding import done, tamper
from tests.builders import ACROSS, INSIDE_WEST, WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database

DRAWN_OTHERWISE = (
    "UPDATE published.map_shape SET shape = ST_Translate(shape, 0.0001, 0) WHERE project_id = 'P1'",
    "UPDATE published.map_shape SET simple = shape WHERE project_id = 'P3'",
    "UPDATE published.map_district SET middle = coarse, coarse = ST_Reverse(coarse)",
    "UPDATE published.district_part SET part = ST_Reverse(part)",
)


def findings(database: Database) -> list[str]:
    with psycopg.connect(database.reader_url) as reader:
        return list(audit(reader, []))


def test_what_is_drawn_otherwise_is_drawn_anew_and_no_version_comes_of_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_two_districts(database.writer_url)
    publish(
        database.writer_url,
        [project(f"P{n}", footprint=place) for n, place in enumerate((ACROSS, WEST, INSIDE_WEST), 1)],
    )
    for statement in DRAWN_OTHERWISE:
        tamper(database, statement)
    before = findings(database)
    assert len(before) == 3
    assert all("allimi redraw" in said for said in before)
    monkeypatch.setenv("ALLIMI_DATABASE_URL", database.url)
    monkeypatch.setattr(redrawing, "BATCH", 2)
    said = done(CliRunner().invoke(program(["redraw"]), ["redraw"]))
    assert said.startswith("2 works are drawn otherwise now; the districts of 1 boundary sets")
    assert findings(database) == []
    with psycopg.connect(database.reader_url) as reader:
        counted = "SELECT count(*), (SELECT max(generation) FROM published.map_tile) FROM published.project_version"
        versions, generation = reader.execute(counted).fetchone() or (0, 0)
    assert (versions, generation) == (3, 5)
    assert done(CliRunner().invoke(program(["redraw"]), ["redraw"])).startswith("0 works are drawn otherwise")
