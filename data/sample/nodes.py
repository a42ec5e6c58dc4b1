"""The places where borders of the sketch meet; longitude and latitude in degrees (EPSG:4326), to 3 decimals."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, TypeAlias

Coordinates: TypeAlias = tuple[float, float]

NODES: Final = MappingProxyType(
    {
        "ridge": (108.097, 16.192),  # where Hòa Vang and Liên Chiểu meet on the range north of the city
        "hai-van-cape": (108.200, 16.205),
        "phu-loc": (108.178, 16.076),  # mouth of the Phú Lộc canal, on the bay
        "tam-thuan": (108.213, 16.080),
        "han-mouth": (108.222, 16.097),
        "tran-thi-ly": (108.231, 16.052),
        "han-head": (108.230, 16.027),  # the Cẩm Lệ river becomes the Hàn
        "my-an-beach": (108.249, 16.053),
        "hoa-hai-beach": (108.293, 15.967),
        "vinh-dien-south": (108.232, 15.948),
        "hoa-xuan-south": (108.231, 15.980),
        "airport-west": (108.193, 16.032),
        "hue-junction": (108.176, 16.060),
        "phuoc-tuong": (108.162, 16.043),
    }
)
"""Places where borders meet, by name."""
