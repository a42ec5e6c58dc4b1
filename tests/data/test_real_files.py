"""What becomes of every row of the real sets; the numbers stand in docs/real-files.md."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import shapely

from data.checks import Held, Prepared
from tests.data.real_files import FILES, RealFile, held_by_rule, outcomes_of, table

BY_NAME = {file.name: file for file in FILES}
DOCS = Path(__file__).parent.parent.parent / "docs" / "real-files.md"


def works(name: str, shared: Path) -> dict[str, Prepared]:
    found = outcomes_of(BY_NAME[name], shared)
    return {row.project.id: row for row in found if isinstance(row, Prepared)}


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_every_row_of_a_real_file_is_published_or_held(shared: Path, file: RealFile) -> None:
    found = outcomes_of(file, shared)
    held = [row for row in found if isinstance(row, Held)]
    assert sum(row.rows for row in found) == file.rows
    assert len(found) - len(held) == file.projects
    assert held_by_rule(found) == file.held
    assert len(held) < 0.03 * file.rows
    footprints = [row.project.footprint for row in found if isinstance(row, Prepared)]
    assert all(shapely.is_valid(footprint) for footprint in footprints if footprint is not None)


def test_the_table_in_the_documentation_is_the_one_measured(shared: Path) -> None:
    assert table(shared) in DOCS.read_text(encoding="utf-8")


def test_new_yorks_held_point_lies_in_another_county(shared: Path) -> None:
    (held,) = [row for row in outcomes_of(BY_NAME["projects_fy2021.geojson"], shared) if isinstance(row, Held)]
    assert held.raw["project_id"] == "CRO-NCA"
    assert held.sent is not None
    assert held.sent.bounds[1] > 41


def test_new_yorks_footprints_belong_to_the_same_ids_in_both_formats(shared: Path) -> None:
    feet, degrees = works("footprints_epsg2263.gpkg", shared), works("footprints_wkt.csv", shared)
    assert set(feet) == set(degrees)
    assert set(feet) & set(works("projects_fy2021.geojson", shared))
    for code, row in feet.items():
        one, other = row.project.footprint, degrees[code].project.footprint
        assert one is not None
        assert other is not None
        assert one.intersection(other).area / one.union(other).area > 0.999


def test_new_yorks_budgets_are_whole_dollars(shared: Path) -> None:
    project = works("projects_fy2021.geojson", shared)["nyc-38lb20dumbo"].project
    assert project.original_budget is not None
    assert project.original_budget.amount == Decimal(5_000_000)
    assert project.status is None


def test_buenos_aires_editions_share_828_works_and_show_their_progress(shared: Path) -> None:
    before, after = works("obras_2019.csv", shared), works("obras_2023.csv", shared)
    common = set(before) & set(after)
    assert len(common) == 828
    moved = [c for c in common if before[c].project.progress.actual != after[c].project.progress.actual]
    assert len(moved) > 50
    same_number = [c for c in common if before[c].raw["id"] == after[c].raw["ID"]]
    assert len(same_number) < 10  # the number in the file tells nothing


def test_buenos_aires_broken_coordinates_are_unmapped_or_read_as_declared(shared: Path) -> None:
    rows = works("obras_2023.csv", shared).values()
    cut = [row for row in rows if "#" in str(row.raw["lat"])]
    assert len(cut) == 3
    assert all(row.project.footprint is None for row in cut)
    commas = [row for row in rows if str(row.raw["lat"]).count(",") == 2]
    assert len(commas) > 8
    assert all(row.project.footprint is not None for row in commas)


def test_philippine_rows_that_share_an_id_are_later_years_of_one_contract(shared: Path) -> None:
    found = outcomes_of(BY_NAME["flood_control_projects_raw.csv.gz"], shared)
    held = [row for row in found if isinstance(row, Held)]
    assert all(str(row.raw["cost"]).startswith("MYCA with Project ID") for row in held)
    project = next(row.project for row in found if isinstance(row, Prepared) and row.project.id == "dpwh-P00320211VS")
    assert project.contract_amount is not None
    assert project.contract_amount.amount == Decimal("227812286.37")


def test_philippine_dates_in_two_formats(shared: Path) -> None:
    project = works("flood_control_projects_raw.csv.gz", shared)["dpwh-P00824759LZ"].project
    assert (project.actual_start, project.actual_end) == (date(2024, 2, 15), date(2024, 5, 23))


def test_ladakhs_roads_keep_every_vertex_of_their_pieces(shared: Path) -> None:
    roads = works("roads_district743.zip", shared)
    footprints = [row.project.footprint for row in roads.values()]
    assert shapely.get_num_coordinates(footprints).sum() == 90_191
    assert sum(row.rows for row in roads.values()) == 448


def test_chattanoogas_closures_are_the_same_in_kml_and_geojson(shared: Path) -> None:
    kml, geojson = works("road_closures.kml", shared), works("road_closures.geojson", shared)
    assert list(kml) == list(geojson)
    for code, row in kml.items():
        other = geojson[code].project
        assert (row.project.titles, row.project.descriptions) == (other.titles, other.descriptions)
        assert shapely.equals_exact(row.project.footprint, other.footprint, tolerance=1e-9)
