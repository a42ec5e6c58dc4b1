"""Files made to do harm: refused with a reason, nothing opened, nothing written outside."""

import gzip
import json
import os
import socket
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from data.checks import Held
from data.readers import RawRow, open_source
from data.readers.archive import ENTRIES
from geo.errors import BadInput
from tests.data.builders import GOOD, collection, csv_text, feature, held_rules, load, mapping, outcomes, rows
from tests.data.writers import SITES, as_geopackage, write_layer


@pytest.fixture
def trap() -> Iterator[str]:
    """An address that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(BlockingIOError):
            server.accept()


def zip_of(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def refused(path: Path, match: str) -> None:
    with pytest.raises(BadInput, match=match), open_source(path) as opened:
        list(opened.chunks())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    refused(zip_of(tmp_path / "a.zip", **{"a.shp": b"\0" * 20_000_000}), "more than 100 times")


def test_a_zip_of_many_entries_is_refused(tmp_path: Path) -> None:
    refused(zip_of(tmp_path / "a.zip", **{f"{n}.txt": b"" for n in range(ENTRIES + 1)}), "101 entries")


@pytest.mark.parametrize("name", ["../a.shp", "x/../../a.shp", "/etc/a.shp", "..\\a.shp", "C:\\a.shp"])
def test_an_entry_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    refused(zip_of(tmp_path / "a.zip", **{name: b"x"}), "leads out")
    assert not list(tmp_path.parent.glob("a.shp"))


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        info = zipfile.ZipInfo("a.shp")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    refused(tmp_path / "a.zip", "is a link")


def test_two_shapefiles_and_nested_zips_are_refused(tmp_path: Path) -> None:
    refused(zip_of(tmp_path / "a.zip", **{"a.shp": b"x", "b.shp": b"x"}), r"exactly one shapefile .* a.shp, b.shp")
    refused(zip_of(tmp_path / "b.zip", **{"inner.zip": b"x"}), "another zip file")
    refused(zip_of(tmp_path / "c.zip", **{"readme.txt": b"x"}), "holds none")


def test_a_dbf_that_promises_more_rows_than_it_has_is_refused(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.shp", SITES[:1] * 3, "ESRI Shapefile")
    dbf = bytearray(path.with_suffix(".dbf").read_bytes())
    dbf[4:8] = struct.pack("<I", 2_000_000_000)
    path.with_suffix(".dbf").write_bytes(dbf)
    refused(path, "too short")


def test_a_zip_is_unpacked_into_a_private_folder_that_goes_away(tmp_path: Path) -> None:
    write_layer(tmp_path / "a.shp", SITES[:1] * 3, "ESRI Shapefile")
    parts = {part.name: part.read_bytes() for part in tmp_path.glob("a.*")}
    with open_source(zip_of(tmp_path / "z.zip", **parts)) as opened:
        folder = Path(opened.folder.name)  # type: ignore[attr-defined]
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"ma\n" + b"x" * 100 * 2**20))
    refused(tmp_path / "a.csv.gz", "beyond all measure|field larger")


def test_gdals_virtual_format_and_gml_are_no_formats(tmp_path: Path, trap: str) -> None:
    layer = f'<OGRVRTLayer name="a"><SrcDataSource>/vsicurl/{trap}a.csv</SrcDataSource></OGRVRTLayer>'
    vrt = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    gml = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "{trap}">]><a>&x;</a>'
    for name in ("a.vrt", "a.kml", "a.csv", "a.geojson", "a.gml"):
        (tmp_path / name).write_text(vrt)
        refused(tmp_path / name, "not KML")
        (tmp_path / name).write_text(gml)
        refused(tmp_path / name, "not KML")


def test_kml_follows_no_link_and_reads_no_entity(tmp_path: Path, trap: str) -> None:
    path = tmp_path / "a.kml"
    mark = "<Placemark><name>A</name><Point><coordinates>108.22,16.07</coordinates></Point></Placemark>"
    link = f"<NetworkLink><Link><href>{trap}b.kml</href></Link></NetworkLink>"
    path.write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{link}{mark}</Document></kml>')
    with open_source(path) as opened:
        assert [row.values["Name"] for chunk in opened.chunks() for row in chunk] == ["A"]
    path.write_text(f'<!DOCTYPE kml [<!ENTITY x SYSTEM "{trap}">]><kml><Placemark><name>&x;</name></Placemark></kml>')
    refused(path, "DTD")
    path.write_text("<kml>" + "<Placemark>" * 100 + "</Placemark>" * 100 + "</kml>")
    refused(path, "nested too deeply")


def test_addresses_in_a_csv_are_only_texts(tmp_path: Path, trap: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(csv_text({**GOOD, "ten": f"/vsicurl/{trap}", "hinh": f"/vsicurl/{trap}a.csv"}))
    (row,) = load(path, mapping('\n[location]\nwkt = "hinh"\n'))
    assert isinstance(row, Held)
    assert [reason.rule for reason in row.reasons] == ["footprint.form"]


def test_a_geopackage_view_is_refused_and_triggers_do_not_run(tmp_path: Path) -> None:
    path = as_geopackage(tmp_path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE bell (rung)")
        database.execute(f"CREATE VIEW v AS SELECT * FROM {path.stem}")
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('v', 'attributes', 'v')"
        )
        database.commit()
    before = path.read_bytes()
    with pytest.raises(BadInput, match="is a view"), open_source(path, layer="v"):
        pass
    with pytest.raises(BadInput, match="layers a, v"), open_source(path):
        pass
    with open_source(path, layer="a") as opened:
        assert len(next(opened.chunks())) == 3
    assert path.read_bytes() == before


def test_a_prj_with_a_grid_path_is_refused(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.shp", SITES[:1] * 3, "ESRI Shapefile")
    prj = path.with_suffix(".prj").read_text()
    path.with_suffix(".prj").write_text(prj[:-1] + ',EXTENSION["PROJ4","+proj=longlat +nadgrids=/etc/passwd"]]')
    with pytest.raises(BadInput, match="grid file"):
        load(path, mapping(without='crs = "EPSG:4326"'))


def test_a_file_of_another_kind_names_the_formats(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 ...")
    refused(tmp_path / "a.pdf", "GeoPackage, GeoJSON")
    refused(tmp_path / "missing.csv", "no file")
    (tmp_path / "a.sqlite").write_bytes(b"SQLite format 3\0" + os.urandom(100))
    refused(tmp_path / "a.sqlite", "not a whole GeoPackage")


def test_json_nested_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text('{"type": "FeatureCollection", "features": [' + "[" * 100_000)
    refused(tmp_path / "a.geojson", "nested too deeply|broken")


def test_a_footprint_of_a_million_vertices_is_held() -> None:
    angles = shapely.linestrings([(108.2 + n * 1e-8, 16.0) for n in range(1_000_000)])
    assert held_rules(rows({}, geometry=angles)) == ["footprint.vertices"]


def test_a_hundred_thousand_holes_are_held() -> None:
    shell = shapely.box(108.0, 15.9, 108.3, 16.2)
    holes = [shapely.box(x, 16, x + 1e-7, 16.1).exterior for x in (108.1 + n * 1e-6 for n in range(30_000))]
    assert held_rules(rows({}, geometry=shapely.Polygon(shell.exterior, holes))) == ["footprint.vertices"]


@pytest.mark.parametrize(
    ("geometry", "rule"),
    [
        ({"type": "Point", "coordinates": [999, 16]}, "footprint.outside"),
        ({"type": "Point", "coordinates": [16.07, 108.22]}, "footprint.swapped"),
        ({"type": "Point", "coordinates": []}, "footprint.empty"),
        (
            {"type": "Polygon", "coordinates": [[[108.2, 16], [108.21, 16], [108.2, 16], [108.2, 16]]]},
            "footprint.empty",
        ),
        ({"type": "LineString", "coordinates": [[108.2, 16], [108.2, 16]]}, "footprint.empty"),
        ({"type": "LineString", "coordinates": [[108.2, 16, 5], [108.21, 16]]}, "footprint.form"),
        ({"type": "Point", "coordinates": ["108.2", "16"]}, "footprint.form"),
        ({"type": "Point", "coordinates": [True, False]}, "footprint.form"),
    ],
)
def test_a_bad_footprint_is_held_and_the_file_goes_on(tmp_path: Path, geometry: object, rule: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(collection(feature(geometry, **GOOD), feature(None, **{**GOOD, "ma": "DN-2"})))
    first, second = load(path, mapping())
    assert isinstance(first, Held)
    assert [reason.rule for reason in first.reasons] == [rule]
    assert not isinstance(second, Held)


def test_texts_no_database_keeps_are_made_storable(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(collection(feature(None, **GOOD)).replace("Bạch", "\\u0000\\ud800"))
    (row,) = load(path, mapping())
    assert "\0" not in json.dumps(row.raw, ensure_ascii=False)
    json.dumps(row.raw, ensure_ascii=False).encode()


def test_deep_collections_do_not_crash() -> None:
    nested: BaseGeometry = SITES[0]
    for _ in range(100):
        nested = shapely.GeometryCollection([nested])
    assert len(outcomes([RawRow(1, dict(GOOD), nested)])) == 1


def test_a_quote_that_never_closes_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('ma,ten\n1,"Cầu\n2,b\n')
    refused(tmp_path / "a.csv", "breaks off at line")
    (tmp_path / "empty.csv").write_text("")
    refused(tmp_path / "empty.csv", "is empty")


def test_what_is_no_ordinary_file_is_refused_and_a_name_is_only_a_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe.csv", tmp_path / "link.csv", Path("/dev/zero")):
        refused(path, "There is no file")
    refused(tmp_path, "is a folder")
    odd = tmp_path / "-rf\n$(touch bell).csv"
    odd.write_text(csv_text(GOOD))
    assert len(load(odd, mapping())) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["pipe.csv", "link.csv", odd.name])
