"""Values that JSON or a database does not keep: none of them ends a load."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import psycopg
import pytest
from pyogrio.raw import write as write_raw

from data.checks import Held
from data.loading import Loaded, load_projects
from data.mapping import parse_mapping
from data.policy import load_policy
from data.readers import open_source
from data.readers import vector as vector_module
from data.readers.gdal import pyogrio
from geo.publishing.texts import as_json
from tests.data.builders import GOOD, MAPPING, city, collection, feature, held_rules, load, mapping, rows
from tests.fixtures.database import Database


def with_number(folder: Path, column: str, number: str) -> Path:
    path = folder / "a.geojson"
    good, odd = feature(None, **GOOD), feature(None, **{**GOOD, "ma": "DN-2", column: "NUMBER"})
    path.write_text(collection(good, odd).replace('"NUMBER"', number), encoding="utf-8")
    return path


def published(database: Database, path: Path) -> Loaded:
    with psycopg.connect(database.writer_url) as connection:
        chosen = parse_mapping(MAPPING)
        return load_projects(connection, path, chosen, city=city(), policy=load_policy())


@pytest.mark.parametrize("number", ["1e400", "-1E999", "1e99999999999999999999999", "9" * 5_000])
def test_a_number_beyond_all_is_kept_as_text(database: Database, tmp_path: Path, number: str) -> None:
    loaded = published(database, with_number(tmp_path, "ghi_chu", number))
    assert (loaded.outcome.published, loaded.outcome.held) == (2, 0)
    with psycopg.connect(database.url) as connection:
        row = connection.execute("SELECT payload ->> 'ghi_chu' FROM intake.submission WHERE row_number = 2").fetchone()
    assert row == (number,)


@pytest.mark.parametrize(("column", "rule"), [("kinh_phi", "money.large"), ("tien_do", "progress.range")])
def test_it_holds_its_row_where_it_is_mapped(tmp_path: Path, column: str, rule: str) -> None:
    held = [row for row in load(with_number(tmp_path, column, "1e400"), mapping()) if isinstance(row, Held)]
    assert [reason.rule for row in held for reason in row.reasons] == [rule]


def layer(path: Path, driver: str, **columns: object) -> Path:
    fields = [np.array([value]) for value in {**GOOD, **columns}.values()]
    write_raw(path, None, fields, [*GOOD, *columns], driver=driver, geometry_type=None)
    return path


def test_an_infinite_real_of_a_geopackage_is_kept_as_text(database: Database, tmp_path: Path) -> None:
    loaded = published(database, layer(tmp_path / "a.gpkg", "GPKG", vo_han=np.inf, khong=np.nan))
    assert loaded.outcome.published == 1
    with psycopg.connect(database.url) as connection:
        row = connection.execute("SELECT payload -> 'vo_han', payload -> 'khong' FROM intake.submission").fetchone()
    assert row == ("inf", None)


def test_what_is_no_finite_number_is_text_in_json() -> None:
    odd = {"a": float("inf"), "b": [float("nan"), {"c": -float("inf")}], "d": 1.5}
    assert json.loads(as_json(odd)) == {"a": "inf", "b": ["nan", {"c": "-inf"}], "d": 1.5}


def test_texts_of_layers_are_made_storable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = layer(tmp_path / "a.gpkg", "GPKG")
    real = pyogrio()

    class Raw:
        @staticmethod
        def read(*words: object, **options: object) -> object:
            meta, fids, geometries, fields = real.raw.read(*words, **options)
            fields[1] = np.array(["Cầu\0 \ud800"], dtype=object)
            return meta, fids, geometries, fields

    class Module:
        raw = Raw
        read_info = real.read_info

    monkeypatch.setattr(vector_module, "pyogrio", lambda: Module)
    with open_source(path) as source:
        (row,) = next(source.chunks())
    assert row.values["ten"] == "Cầu\ufffd \ufffd"


def test_a_table_whose_header_has_nul_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"ma\0,ten\n1,a\n")
    with open_source(path) as source:
        assert source.columns == ("ma\ufffd", "ten")


def test_an_infinite_coordinate_is_no_number() -> None:
    chosen = mapping('\n[location]\nlongitude = "x"\nlatitude = "y"\n')
    assert held_rules(rows({"x": float("inf"), "y": 16.0}), chosen) == ["coordinates.form"]
