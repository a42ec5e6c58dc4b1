"""A12: tiles outside of the matrix, and the tile that holds everything."""

from __future__ import annotations

import pytest

from tests.abuse.asking import Abused, must_be_refused

PLACES = ["/tiles", "/collections/projects/tiles"]
MOST_BYTES = 500_000


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "address",
    [
        "99/0/0",
        "23/0/0",
        "2/4/0",
        "2/0/4",
        "-1/0/0",
        "2/-1/0",
        "2/0/-1",
        "1e1/0/0",
        "0x1/0/0",
        "2/0/99999999999999999999",
        "2/0/NaN",
        "٢/0/0",
        "2/0/0;",
        "%00/0/0",
        "2/0/'",
    ],
)
def test_a12_a_tile_outside_of_the_matrix_is_not_found(abused: Abused, place: str, address: str) -> None:
    must_be_refused(abused.get(f"{place}/WebMercatorQuad/{address}"), 404, 400)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("matrix_set", ["WorldCRS84Quad", "..", "pg_user", "a" * 4_000])
def test_a12_an_unknown_matrix_set_is_not_found(abused: Abused, place: str, matrix_set: str) -> None:
    must_be_refused(abused.get(f"{place}/{matrix_set}/0/0/0"), 404, 400)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("address", ["0/0/0", "5/14/25", "8/116/204", "11/929/1638"])
def test_a12_a_tile_over_everything_is_small(abused: Abused, place: str, address: str) -> None:
    answer = abused.get(f"{place}/WebMercatorQuad/{address}")
    assert answer.status_code == 200
    assert int(answer.headers["content-length"]) <= MOST_BYTES
    assert len(answer.content) <= MOST_BYTES * 4


@pytest.mark.parametrize("query", ["filter=pg_sleep(9)=1", "f=png", "a=b", "datetime=now", "collections=../x"])
def test_a12_odd_parameters_of_a_tile_are_refused(abused: Abused, query: str) -> None:
    must_be_refused(abused.get(f"/tiles/WebMercatorQuad/12/1858/3277?{query}"), 400)
