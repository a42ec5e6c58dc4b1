"""The sketch's main rivers, mouth first; longitude and latitude in degrees (EPSG:4326), drawn by hand to 3 decimals."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from data.sample.edges import walk
from data.sample.nodes import Coordinates

RIVERS: Final[MappingProxyType[str, tuple[str, list[Coordinates]]]] = MappingProxyType(
    {
        "Sông Hàn": ("Han River", walk("han-north", "han-south")),
        "Sông Vĩnh Điện": ("Vinh Dien River", walk("vinh-dien", "vinh-dien-lower")),
        "Kênh Phú Lộc": ("Phu Loc Canal", walk("-phu-loc-canal")),
        "Sông Cẩm Lệ": (
            "Cam Le River",
            [
                (108.230, 16.027),
                (108.222, 16.017),
                (108.208, 16.011),
                (108.200, 16.003),
                (108.187, 15.998),
                (108.178, 15.996),
                (108.169, 16.000),
                (108.155, 15.994),
            ],
        ),
        "Sông Yên": (
            "Yen River",
            [(108.155, 15.994), (108.146, 15.976), (108.128, 15.955), (108.111, 15.936), (108.098, 15.913)],
        ),
        "Sông Túy Loan": (
            "Tuy Loan River",
            [
                (108.155, 15.994),
                (108.138, 15.986),
                (108.111, 15.985),
                (108.075, 15.976),
                (108.041, 15.962),
                (108.006, 15.953),
            ],
        ),
        "Sông Cu Đê": (
            "Cu De River",
            [
                (108.125, 16.126),
                (108.107, 16.117),
                (108.080, 16.112),
                (108.050, 16.118),
                (108.016, 16.130),
                (107.980, 16.121),
                (107.944, 16.115),
                (107.902, 16.122),
            ],
        ),
    }
)
"""Each river's English name and course by its Vietnamese name; those that are borders share the sketch's edges."""
