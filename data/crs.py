"""Coordinate reference systems of files: which are taken, which are refused and why, and the way to WGS 84."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from geo.errors import BadInput

if TYPE_CHECKING:
    from pyproj import CRS, Transformer

WGS84: Final = "EPSG:4326"
_REFUSED: Final = {
    6959: "EPSG:6959 (VN-2000 / TM-3 Da Nang zone) is deprecated: its false easting and northing are swapped, so that "
    "it draws Da Nang some 700 km away, in the sea. Say EPSG:5899 (VN-2000 / TM-3 107-45), which took its place.",
}


@lru_cache(maxsize=64)
def resolve(text: str) -> CRS:
    """The CRS of an `EPSG:…` code or of WKT (an ESRI `.prj`).

    Raises BadInput when it is not known, is deprecated, has no place on Earth, or names a grid file.
    """
    from pyproj import CRS  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    if "grids" in text.lower() or "+init" in text.lower():
        raise BadInput("A CRS that names a grid file is not taken; say its EPSG code.")
    try:
        crs = CRS.from_user_input(text)
    except CRSError as error:
        raise BadInput(f"The CRS {text[:80]!r} is not known; say its EPSG code, for example EPSG:5899.") from error
    code = epsg(crs)
    if code in _REFUSED:
        raise BadInput(_REFUSED[code])
    if crs.is_deprecated:
        raise BadInput(f"The CRS {crs.name!r} is deprecated; say the EPSG code that took its place.")
    if not (crs.is_geographic or crs.is_projected or crs.is_compound):
        raise BadInput(f"The CRS {crs.name!r} has no place on Earth (a local or height system); say its EPSG code.")
    return crs


@lru_cache(maxsize=64)
def epsg(crs: CRS) -> int | None:
    """The EPSG code of a CRS, when it is certain."""
    code: int | None = crs.to_epsg()
    return code


def to_wgs84(points: NDArray[np.float64], crs: str) -> NDArray[np.float64]:
    """Columns x, y in the CRS (east, north) as columns longitude, latitude in EPSG:4326, with the datum's shift.

    What cannot be transformed becomes infinite. VN-2000 is shifted by its seven parameters (about 225 m). Raises
    BadInput where no shift of the datum is known.
    """
    if is_wgs84(crs):
        return points
    transform = _transformer(crs)
    longitude, latitude = transform.transform(points[:, 0], points[:, 1])
    return np.column_stack([longitude, latitude])


@lru_cache(maxsize=64)
def is_wgs84(crs: str) -> bool:
    """Whether coordinates in the CRS are longitude and latitude on WGS 84 already."""
    resolved = resolve(crs)
    return epsg(resolved) == 4326 or resolved.to_authority() == ("OGC", "CRS84")


@lru_cache(maxsize=64)
def _transformer(crs: str) -> Transformer:
    """Raises BadInput where PROJ knows no shift of the datum: it would leave it out without a word."""
    from pyproj import Transformer, network  # noqa: PLC0415
    from pyproj.exceptions import ProjError  # noqa: PLC0415

    network.set_network_enabled(active=False)  # type: ignore[attr-defined]
    resolved = resolve(crs)
    code = epsg(resolved)
    source = resolved if code is None else f"EPSG:{code}"  # EPSG's definition has its shift, a .prj often not
    try:
        return Transformer.from_crs(source, WGS84, always_xy=True, allow_ballpark=False)
    except ProjError as error:
        raise BadInput(
            f"No shift from the datum of {resolved.name!r} to WGS 84 is known, and without it everything would lie "
            "some hundred metres off; say the EPSG code instead, for example EPSG:5899."
        ) from error
