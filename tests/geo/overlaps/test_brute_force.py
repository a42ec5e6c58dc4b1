"""Works are measured and judged as an independent computation does it: each pair of thousands."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import numpy
import pytest
from shapely import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.affinity import rotate, scale, translate
from shapely.geometry.base import BaseGeometry

from geo.codes import GROUND, Category, Firmness
from geo.overlaps.classes import Class
from geo.overlaps.judging import judge
from geo.overlaps.measuring import measured as how
from geo.overlaps.shipped import shipped
from geo.overlaps.sites import Site
from geo.overlaps.windows import Window
from tests.fixtures.database import Database
from tests.geo.overlaps import truth
from tests.geo.overlaps.test_measuring import Shape, measured, scaled
from tests.geo.overlaps.works import water


def test_every_pair_of_random_works_is_measured_as_shapely_and_geodesics_measure_it(database: Database) -> None:
    shapes = _random_works(5_000)
    found = measured(database.writer_url, shapes)
    true = {
        (one, other): what
        for one, other in truth.close_pairs(shapes, truth.ASIDE)
        if (what := truth.measure(shapes[one], shapes[other]))
    }
    clear = {pair for pair, what in true.items() if min(abs(what.distance - limit) for limit in (15, 60)) > 0.01}
    assert len(clear) > 1_000
    assert clear <= found.keys()
    assert all(row["distance"] > 14.99 for pair, row in found.items() if pair not in true)
    for pair in clear:
        _same(found[pair], true[pair])
    off = [abs(found[pair]["shared_length"] - true[pair].shared_length) for pair in clear]
    assert sum(off) / len(off) < 0.02
    _same_classes(shapes, {pair: (found[pair], true[pair]) for pair in sorted(clear)})


def _same_classes(shapes: list[BaseGeometry], pairs: dict[tuple[int, int], tuple[dict[str, Any], truth.Truth]]) -> None:
    """What random works are to each other by the query is what they are by the other means; every class occurs."""
    source = random.Random(7)
    works = [_random_site(source, f"{number:06}", shape) for number, shape in enumerate(shapes)]
    kinds: Counter[Class] = Counter()
    for (one, other), (row, what) in pairs.items():
        as_found, as_true = how(row, shipped()), how(row | asdict(what), shipped())
        findings = [how_ and judge(works[one], works[other], how_, shipped()) for how_ in (as_found, as_true)]
        by_query, by_truth = [found and (found.kind, found.also) for found in findings]
        assert by_query == by_truth or _is_close(what), (one, other, what)
        kinds.update((by_query[0], *by_query[1]) if by_query else ())
    assert kinds.keys() == set(Class)


def _is_close(what: truth.Truth) -> bool:
    """Whether a hundredth of a metre, or half a degree, decides."""
    measures = (
        (what.shared_length, 50),
        (what.along_length or 0, 50),
        (what.shared_area, 25),
        (what.bearing_gap or 0, 30),
    )
    return any(abs(value - limit) < 0.5 for value, limit in measures)


def _random_site(source: random.Random, name: str, shape: BaseGeometry) -> Site:
    start = date(2025, 1, 1) + timedelta(days=source.randint(0, 1500))
    kind = source.choice([Category.ROAD, Category.WATER, Category.ENERGY, Category.EDUCATION])
    return water(
        id=name,
        agency=source.choice("abc"),
        title=source.choice(["Thay ống nước Lê Lợi", "Cải tạo vỉa hè Hùng Vương"]),
        category=kind,
        ground=GROUND[kind],
        window=Window(start, start + timedelta(days=source.randint(10, 300))),
        firmness=source.choice([Firmness.IDEA, Firmness.PLANNED, Firmness.CONTRACTED]),
        length=shape.length * 110_000 if shape.geom_type.endswith("LineString") else 0,
        area=shape.area * 110_000**2,
    )


def _same(row: dict[str, Any], what: truth.Truth) -> None:
    assert row["distance"] == pytest.approx(what.distance, abs=0.01)
    assert row["shared_length"] == pytest.approx(what.shared_length, abs=0.5)
    assert row["shared_area"] == pytest.approx(what.shared_area, rel=1e-4, abs=0.05)
    assert (row["along_length"] is None) is (what.along_length is None)
    if what.along_length is not None:
        assert row["along_length"] == pytest.approx(what.along_length, abs=0.5)
    if max(row["shared_length"], row["along_length"] or 0) > 51 and what.bearing_gap is not None:
        assert row["bearing_gap"] == pytest.approx(what.bearing_gap, abs=0.5)


def _random_works(number: int) -> list[BaseGeometry]:
    """Lines, areas and points of one and of many parts over some 12 by 12 km."""
    source = random.Random(20261126)
    works = [_random_work(source) for _ in range(number - number // 20)]
    return works + [scale(translate(source.choice(works), 0.00001, 0), 0.98, 0.98) for _ in range(number // 20)]


def _random_work(source: random.Random) -> BaseGeometry:
    def placed(shape: Shape) -> Shape:
        turned = rotate(shape, source.uniform(0, 360), origin=(0, 0))
        return translate(scaled(turned), (source.random() - 0.5) * 0.11, (source.random() - 0.5) * 0.11)

    kind = source.random()
    if kind < 0.5:
        steps = [(source.uniform(0, 700), source.uniform(-15, 15)) for _ in range(source.randint(2, 8))]
        street = placed(LineString(numpy.array(sorted(steps))))
        if kind < 0.1:
            return MultiLineString([street, translate(street, 0.0005, 0.0009)])
        return street
    if kind < 0.85:
        width, height = source.uniform(8, 200), source.uniform(8, 120)
        site = placed(Polygon([(0, 0), (width, 0), (width * 0.9, height), (0, height)]))
        if kind < 0.6:
            return MultiPolygon([site, translate(site, 0.003, 0)])
        return site
    spot = placed(Point(0, 0))
    return MultiPoint([spot, translate(spot, 0.0002, 0)]) if kind < 0.88 else spot


@pytest.mark.parametrize(("lon", "lat"), [(18.9, 69.6), (151.2, -33.9)])
def test_it_measures_alike_wherever_a_city_lies(lon: float, lat: float, database: Database) -> None:
    source = random.Random(7)
    shapes = [translate(_random_work(source), lon - 108.2, lat - 16.05) for _ in range(80)]
    shapes = [translate(shape, (lon - shape.centroid.x) * 0.97, (lat - shape.centroid.y) * 0.97) for shape in shapes]
    found = measured(database.writer_url, shapes)
    seen = 0
    for one, other in truth.close_pairs(shapes, truth.ASIDE):
        what = truth.measure(shapes[one], shapes[other])
        if what and min(abs(what.distance - limit) for limit in (15, 60)) > 0.01:
            _same(found[one, other], what)
            seen += 1
    assert seen > 100
