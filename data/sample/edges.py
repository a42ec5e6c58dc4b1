"""The sketch's edges: every border is written once and used by both its neighbours.

Drawn by hand from landmarks that everybody may look up (capes, passes, bridges, river mouths), longitude and latitude
in degrees (EPSG:4326) to 3 decimals. It is a drawing, not a survey, and no point of it comes from a file. A test
measures how much of each true district it covers; where that was too little, the border was thought over again.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, TypeAlias

from data.sample.nodes import NODES, Coordinates

Edge: TypeAlias = tuple[str, str, tuple[Coordinates, ...]]

EDGES: Final[MappingProxyType[str, Edge]] = MappingProxyType(
    {
        "range-hai-van": (
            "ridge",
            "hai-van-cape",
            (
                (108.115, 16.187),
                (108.131, 16.189),
                (108.160, 16.200),
                (108.185, 16.209),
            ),
        ),
        "coast-lien-chieu": (
            "hai-van-cape",
            "phu-loc",
            (
                (108.195, 16.195),
                (108.175, 16.185),
                (108.155, 16.175),
                (108.142, 16.163),
                (108.133, 16.150),
                (108.125, 16.140),
                (108.125, 16.126),
                (108.134, 16.118),
                (108.138, 16.105),
                (108.146, 16.094),
                (108.156, 16.085),
                (108.167, 16.078),
            ),
        ),
        "coast-thanh-khe": (
            "phu-loc",
            "tam-thuan",
            (
                (108.189, 16.075),
                (108.202, 16.076),
            ),
        ),
        "coast-hai-chau": (
            "tam-thuan",
            "han-mouth",
            (
                (108.215, 16.087),
                (108.216, 16.093),
            ),
        ),
        "coast-son-tra": (
            "my-an-beach",
            "han-mouth",
            (
                (108.246, 16.067),
                (108.247, 16.080),
                (108.252, 16.090),
                (108.262, 16.098),
                (108.278, 16.096),
                (108.295, 16.101),
                (108.306, 16.112),
                (108.320, 16.110),
                (108.335, 16.110),
                (108.345, 16.120),
                (108.330, 16.135),
                (108.310, 16.143),
                (108.288, 16.149),
                (108.265, 16.152),
                (108.243, 16.147),
                (108.225, 16.137),
                (108.213, 16.125),
                (108.217, 16.116),
                (108.228, 16.110),
                (108.236, 16.104),
                (108.230, 16.097),
            ),
        ),
        "coast-ngu-hanh-son": (
            "hoa-hai-beach",
            "my-an-beach",
            ((108.281, 15.983), (108.270, 16.002), (108.260, 16.020), (108.253, 16.037)),
        ),
        "han-north": (
            "han-mouth",
            "tran-thi-ly",
            ((108.224, 16.089), (108.227, 16.080), (108.227, 16.072), (108.228, 16.061)),
        ),
        "han-south": ("tran-thi-ly", "han-head", ((108.233, 16.043), (108.233, 16.035))),
        "vinh-dien": (
            "han-head",
            "hoa-xuan-south",
            (
                (108.234, 16.015),
                (108.236, 16.003),
                (108.235, 15.990),
            ),
        ),
        "vinh-dien-lower": ("hoa-xuan-south", "vinh-dien-south", ((108.229, 15.964),)),
        "quang-nam-east": (
            "vinh-dien-south",
            "hoa-hai-beach",
            (
                (108.246, 15.953),
                (108.260, 15.958),
                (108.276, 15.962),
            ),
        ),
        "my-an": ("tran-thi-ly", "my-an-beach", ((108.240, 16.053),)),
        "ong-ich-khiem": (
            "tam-thuan",
            "airport-west",
            (
                (108.214, 16.073),
                (108.213, 16.066),
                (108.207, 16.060),
                (108.196, 16.058),
                (108.194, 16.047),
            ),
        ),
        "khue-trung": (
            "airport-west",
            "han-head",
            (
                (108.197, 16.026),
                (108.205, 16.025),
                (108.209, 16.033),
                (108.215, 16.032),
                (108.222, 16.026),
            ),
        ),
        "an-khe": (
            "airport-west",
            "hue-junction",
            (
                (108.186, 16.033),
                (108.181, 16.047),
            ),
        ),
        "phu-loc-canal": ("hue-junction", "phu-loc", ((108.178, 16.068),)),
        "hoa-an": (
            "hue-junction",
            "phuoc-tuong",
            (
                (108.169, 16.059),
                (108.164, 16.052),
            ),
        ),
        "cam-le-south": (
            "phuoc-tuong",
            "hoa-xuan-south",
            (
                (108.160, 16.030),
                (108.158, 16.018),
                (108.160, 16.007),
                (108.169, 16.000),
                (108.178, 15.996),
                (108.187, 15.998),
                (108.197, 15.998),
                (108.204, 15.992),
                (108.210, 15.984),
                (108.220, 15.981),
            ),
        ),
        "lien-chieu-west": (
            "phuoc-tuong",
            "ridge",
            (
                (108.149, 16.044),
                (108.138, 16.050),
                (108.130, 16.060),
                (108.124, 16.076),
                (108.118, 16.090),
                (108.112, 16.105),
                (108.107, 16.117),
                (108.101, 16.127),
                (108.095, 16.140),
                (108.092, 16.160),
                (108.093, 16.178),
            ),
        ),
        "hoa-vang-outer": (
            "vinh-dien-south",
            "ridge",
            (
                (108.218, 15.939),
                (108.200, 15.934),
                (108.180, 15.928),
                (108.160, 15.926),
                (108.140, 15.915),
                (108.110, 15.908),
                (108.080, 15.918),
                (108.050, 15.930),
                (108.015, 15.932),
                (107.985, 15.942),
                (107.965, 15.960),
                (107.965, 15.985),
                (107.950, 16.010),
                (107.922, 16.030),
                (107.885, 16.050),
                (107.855, 16.075),
                (107.838, 16.102),
                (107.830, 16.140),
                (107.838, 16.170),
                (107.865, 16.185),
                (107.900, 16.195),
                (107.950, 16.207),
                (108.000, 16.205),
                (108.050, 16.200),
            ),
        ),
    }
)
"""Each border once: from node, to node, and the points between."""


def walk(*path: str) -> list[Coordinates]:
    """The points along named edges, joined end to end; a leading "-" walks an edge backwards."""
    points: list[Coordinates] = []
    for step in path:
        start, end, between = EDGES[step.removeprefix("-")]
        edge = (NODES[start], *between, NODES[end])
        ordered = edge[::-1] if step.startswith("-") else edge
        if points and points[-1] != ordered[0]:
            raise ValueError(f"The edge {step!r} does not start where the one before it ends.")
        points.extend(ordered if not points else ordered[1:])
    return points
