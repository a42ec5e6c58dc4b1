"""The sample city's ordering bodies: none of them exists, and each says so in its name."""

from __future__ import annotations

from typing import Final

from geo.project import Agency

_BODIES: Final = (
    ("Ban quản lý dự án mẫu 1", "Sample project board 1"),
    ("Ban quản lý dự án mẫu 2", "Sample project board 2"),
    ("Ban quản lý dự án mẫu 3", "Sample project board 3"),
    ("Sở mẫu phụ trách đường bộ", "Sample department of roads"),
    ("Sở mẫu phụ trách trường học", "Sample department of schools"),
    ("Công ty mẫu cấp nước", "Sample water company"),
    ("Công ty mẫu thoát nước", "Sample drainage company"),
    ("Công ty mẫu điện lực", "Sample power company"),
)


def agencies() -> list[Agency]:
    """The sample's agencies in code order, `mau-1` to `mau-8`."""
    return [Agency(f"mau-{n}", {"vi": vi, "en": en}) for n, (vi, en) in enumerate(_BODIES, start=1)]
