"""Boundary sets from files, our own and the real ones."""

from pathlib import Path

import pytest
import shapely

from data.districts import DistrictColumns, read_districts
from geo.errors import BadInput
from tests.data.builders import city, collection, feature

DANANG = city(107.0, 14.9, 113.0, 17.3)
SEOUL = city(126.5, 37.3, 127.3, 37.8, local_crs=5179)
NEW_YORK = city(-74.30, 40.47, -73.68, 40.93, local_crs=2263)


def square(west: float = 108.2) -> dict[str, object]:
    return dict(shapely.geometry.mapping(shapely.box(west, 16.0, west + 0.1, 16.1)))


def written(folder: Path, *features: object) -> Path:
    path = folder / "quan.geojson"
    path.write_text(collection(*features), encoding="utf-8")
    return path


def test_columns_are_guessed_by_their_names(tmp_path: Path) -> None:
    path = written(tmp_path, feature(square(), code="490", name="Quận  Liên Chiểu", nameEn="Lien Chieu"))
    (district,) = read_districts(path, DANANG).districts
    assert (district.code, district.names) == ("490", {"en": "Lien Chieu", "vi": "Quận Liên Chiểu"})
    assert district.boundary.geom_type == "MultiPolygon"


def test_columns_can_be_said(tmp_path: Path) -> None:
    path = written(tmp_path, feature(square(), x="A1", y="Một", z="HUYEN"))
    columns = DistrictColumns(code="x", names={"vi": "y"}, parent="z", level=2)
    (district,) = read_districts(path, DANANG, columns=columns).districts
    assert (district.code, district.parent, district.level) == ("A1", "HUYEN", 2)
    with pytest.raises(BadInput, match="no column 'q'"):
        read_districts(path, DANANG, columns=DistrictColumns(code="q", names={"vi": "y"}))
    with pytest.raises(BadInput, match="Say which columns"):
        read_districts(path, DANANG)


def test_a_set_with_a_fault_is_refused_whole_and_every_fault_named(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        feature(square(), code="1", name="Một"),
        feature(square(), code="1", name="Hai"),
        feature(square(), code="3", name=""),
        feature(None, code="4", name="Bốn"),
        feature(square(20), code="5", name="Năm"),
    )
    with pytest.raises(BadInput) as refusal:
        read_districts(path, DANANG)
    for fault in (
        "row 2: the code 1 stands twice",
        "row 3: no code or name",
        "row 4: no polygon",
        "row 5: The footprint lies",
    ):
        assert fault in str(refusal.value)


WARDS = "data/vn-danang-wards-2025/danang_"
OLD = "data/vn-danang-districts-pre2025/danang_districts_pre2025_"
REAL = [
    (WARDS + "wards_2025_simplified.geojson", DANANG, 94, 0),
    (WARDS + "core_wards_2025_full.geojson", DANANG, 15, 0),
    (WARDS + "core_wards_2025_epsg5899.gpkg", DANANG, 15, 0),
    (OLD + "dvhcvn_gpl3.geojson", DANANG, 8, 0),
    (OLD + "wof.geojson", DANANG, 7, 0),
    ("data/kr-seoul-gu/seoul_gu_juso2015_shp.zip", SEOUL, 25, 1),
    ("data/kr-seoul-gu/seoul_gu_juso2015_simple.geojson", SEOUL, 25, 0),
    ("data/us-nyc-capital-projects/borough_boundaries.geojson", NEW_YORK, 5, 1),
]


@pytest.mark.parametrize(("name", "where", "count", "repairs"), REAL, ids=[Path(r[0]).name for r in REAL])
def test_a_real_boundary_set_is_read_whole(shared: Path, name: str, where: object, count: int, repairs: int) -> None:
    found = read_districts(shared / name, where)  # type: ignore[arg-type]
    assert len(found.districts) == len({d.code for d in found.districts}) == count
    assert len(found.repairs) == repairs
    assert all(district.boundary.is_valid and all(district.names.values()) for district in found.districts)


def test_seouls_names_and_the_repair_of_gangseo(shared: Path) -> None:
    folder = shared / "data" / "kr-seoul-gu"
    found = read_districts(folder / "seoul_gu_juso2015_shp.zip", SEOUL)
    names = {district.code: district.names for district in found.districts}
    assert names["11500"] == {"en": "Gangseo-gu", "ko": "강서구"}
    assert found.repairs[0].startswith("11500: Ring Self-intersection")
    simple = {d.code: d.boundary for d in read_districts(folder / "seoul_gu_juso2015_simple.geojson", SEOUL).districts}
    gangseo = next(district.boundary for district in found.districts if district.code == "11500")
    assert gangseo.intersection(simple["11500"]).area / gangseo.union(simple["11500"]).area > 0.98


def test_danangs_wards_in_vn2000_lie_where_they_lie_in_wgs84(shared: Path) -> None:
    local = {d.code: d for d in read_districts(shared / f"{WARDS}core_wards_2025_epsg5899.gpkg", DANANG).districts}
    world = {d.code: d for d in read_districts(shared / f"{WARDS}core_wards_2025_full.geojson", DANANG).districts}
    assert set(local) == set(world)
    for code, district in local.items():
        other = world[code].boundary
        assert district.names == world[code].names
        assert district.boundary.intersection(other).area / district.boundary.union(other).area > 0.99
