"""The sketch of Da Nang's eight districts as they were before 1 July 2025, put together from the shared edges."""

from __future__ import annotations

from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from shapely import MultiPolygon, Polygon

from data.sample.edges import walk
from data.sample.islands import hoang_sa
from geo.boundaries import BoundarySet, District
from geo.values import Names

SET_CODE: Final = "danang-sketch"
_ABOLISHED: Final = date(2025, 7, 1)

_SET_NAMES: Final = MappingProxyType(
    {
        "vi": "Các quận, huyện Đà Nẵng trước ngày 1/7/2025 (phác thảo)",
        "en": "Districts of Da Nang before 1 July 2025 (sketch)",
        "ko": "다낭의 군·현, 2025년 7월 1일 이전 (약도)",
    }
)

LIEN_CHIEU: Final = "490"
THANH_KHE: Final = "491"
HAI_CHAU: Final = "492"
SON_TRA: Final = "493"
NGU_HANH_SON: Final = "494"
CAM_LE: Final = "495"
HOA_VANG: Final = "497"
HOANG_SA: Final = "498"

PLAIN_NAMES: Final = MappingProxyType(
    {
        LIEN_CHIEU: ("Liên Chiểu", "Lien Chieu", "리엔찌에우"),
        THANH_KHE: ("Thanh Khê", "Thanh Khe", "탄케"),
        HAI_CHAU: ("Hải Châu", "Hai Chau", "하이쩌우"),
        SON_TRA: ("Sơn Trà", "Son Tra", "선짜"),
        NGU_HANH_SON: ("Ngũ Hành Sơn", "Ngu Hanh Son", "응우하인선"),
        CAM_LE: ("Cẩm Lệ", "Cam Le", "껌레"),
        HOA_VANG: ("Hòa Vang", "Hoa Vang", "호아방"),
        HOANG_SA: ("Hoàng Sa", "Hoang Sa", "호앙사"),
    }
)
"""Each district's bare name in Vietnamese, English and Korean, by GSO code."""

_RINGS: Final = MappingProxyType(
    {
        LIEN_CHIEU: ("range-hai-van", "coast-lien-chieu", "-phu-loc-canal", "hoa-an", "lien-chieu-west"),
        THANH_KHE: ("coast-thanh-khe", "ong-ich-khiem", "an-khe", "phu-loc-canal"),
        HAI_CHAU: ("coast-hai-chau", "han-north", "han-south", "-khue-trung", "-ong-ich-khiem"),
        SON_TRA: ("my-an", "coast-son-tra", "han-north"),
        NGU_HANH_SON: (
            "han-south",
            "vinh-dien",
            "vinh-dien-lower",
            "quang-nam-east",
            "coast-ngu-hanh-son",
            "-my-an",
        ),
        CAM_LE: ("khue-trung", "vinh-dien", "-cam-le-south", "-hoa-an", "-an-khe"),
        HOA_VANG: ("hoa-vang-outer", "-lien-chieu-west", "cam-le-south", "vinh-dien-lower"),
    }
)

_LABELS: Final = MappingProxyType(
    {
        LIEN_CHIEU: (108.105, 16.150),
        THANH_KHE: (108.188, 16.068),
        HAI_CHAU: (108.216, 16.055),
        SON_TRA: (108.275, 16.125),
        NGU_HANH_SON: (108.253, 15.985),
        CAM_LE: (108.170, 16.020),
        HOA_VANG: (107.990, 16.070),
        HOANG_SA: (111.610, 16.530),
    }
)


def _names(code: str) -> Names:
    vi, en, ko = PLAIN_NAMES[code]
    return {"vi": f"{vi} (phác thảo)", "en": f"{en} (sketch)", "ko": f"{ko} (약도)"}


@cache
def outline(code: str) -> MultiPolygon:
    """A district's boundary as drawn, in EPSG:4326; neighbours share every vertex of their common border."""
    return hoang_sa() if code == HOANG_SA else MultiPolygon([Polygon(walk(*_RINGS[code]))])


def _district(code: str) -> District:
    return District(
        code=code, names=_names(code), boundary=outline(code), valid_to=_ABOLISHED, label_point=_LABELS[code]
    )


def boundaries() -> tuple[BoundarySet, list[District]]:
    """The sketch as a boundary set, in force until 1 July 2025, and its eight districts by GSO code."""
    sketch = BoundarySet(
        code=SET_CODE,
        names=_SET_NAMES,
        valid_to=_ABOLISHED,
        source="Drawn by hand from public landmarks; a sketch, not a survey.",
        licence="CC0-1.0",
        sketch=True,
        sample=True,
    )
    return sketch, [_district(code) for code in PLAIN_NAMES]
