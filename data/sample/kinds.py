"""The kinds of work that the sample city orders, and how often, how dear and how long each is."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final, NamedTuple

from geo.codes import Category


class Form(Enum):
    """The form of a footprint."""

    LANE = auto()  # a line along part of a road
    LANES = auto()  # two such lines, apart
    SURFACE = auto()  # part of a road with its width, a polygon
    TRUNK = auto()  # a line along most of a road, across districts
    STREET = auto()  # a short line of its own
    BANK = auto()  # a line along a river or the shore
    SITE = auto()  # a rectangle
    ESTATE = auto()  # an L
    SITES = auto()  # two rectangles, apart
    GREEN = auto()  # a rounded area
    SPOT = auto()  # a point
    SPOTS = auto()  # several points


class Kind(NamedTuple):
    """A kind of work. `agency` is a code, `budget` a usual cost in 10⁹ VND, `months` a usual duration."""

    weight: int
    category: Category
    form: Form
    agency: str
    budget: float
    months: int
    vi: str
    en: str


KINDS: Final = (
    Kind(10, Category.ROAD, Form.SURFACE, "mau-4", 45, 14, "Nâng cấp mặt đường", "Road resurfacing"),
    Kind(6, Category.ROAD, Form.SURFACE, "mau-1", 180, 26, "Mở rộng đường", "Road widening"),
    Kind(6, Category.ROAD, Form.LANES, "mau-4", 12, 8, "Cải tạo vỉa hè", "Pavement renewal"),
    Kind(14, Category.ROAD, Form.STREET, "mau-2", 9, 7, "Đường khu dân cư", "Residential street"),
    Kind(3, Category.BRIDGE, Form.STREET, "mau-1", 60, 20, "Cầu qua kênh", "Canal bridge"),
    Kind(3, Category.TRANSIT, Form.SPOTS, "mau-4", 6, 6, "Trạm dừng xe buýt", "Bus stops"),
    Kind(3, Category.WATER, Form.TRUNK, "mau-6", 220, 24, "Tuyến ống cấp nước chính", "Trunk water main"),
    Kind(7, Category.WATER, Form.LANE, "mau-6", 14, 9, "Ống cấp nước phân phối", "Water distribution pipe"),
    Kind(7, Category.SEWER, Form.LANE, "mau-7", 32, 12, "Cống thoát nước mưa", "Storm sewer"),
    Kind(2, Category.SEWER, Form.TRUNK, "mau-7", 260, 30, "Tuyến cống bao", "Interceptor sewer"),
    Kind(4, Category.FLOOD, Form.SPOT, "mau-7", 40, 16, "Trạm bơm chống ngập", "Flood pumping station"),
    Kind(2, Category.FLOOD, Form.GREEN, "mau-7", 55, 18, "Hồ điều tiết", "Retention pond"),
    Kind(3, Category.COAST, Form.BANK, "mau-1", 130, 22, "Kè bảo vệ bờ", "Bank protection"),
    Kind(5, Category.ENERGY, Form.LANE, "mau-8", 25, 10, "Cáp điện ngầm", "Underground power cable"),
    Kind(3, Category.ENERGY, Form.LANES, "mau-8", 7, 6, "Chiếu sáng công cộng", "Street lighting"),
    Kind(1, Category.TELECOM, Form.TRUNK, "mau-2", 18, 8, "Tuyến cáp quang", "Optical cable"),
    Kind(8, Category.EDUCATION, Form.SITE, "mau-5", 70, 18, "Trường học", "School"),
    Kind(3, Category.HEALTH, Form.SITE, "mau-3", 35, 15, "Trạm y tế", "Health station"),
    Kind(3, Category.HOUSING, Form.ESTATE, "mau-3", 400, 34, "Khu nhà ở xã hội", "Social housing"),
    Kind(3, Category.CULTURE, Form.SITE, "mau-3", 16, 12, "Nhà sinh hoạt cộng đồng", "Community hall"),
    Kind(5, Category.PARK, Form.GREEN, "mau-2", 22, 12, "Công viên khu dân cư", "Neighbourhood park"),
    Kind(2, Category.PUBLIC_BUILDING, Form.ESTATE, "mau-3", 90, 20, "Trụ sở hành chính", "Public office"),
    Kind(2, Category.WASTE, Form.SITES, "mau-2", 28, 14, "Điểm tập kết rác", "Waste collection points"),
    Kind(2, Category.OTHER, Form.SPOTS, "mau-2", 3, 5, "Biển chỉ dẫn", "Wayfinding signs"),
)
"""Amounts and durations are made up; they only have the right size."""
