"""A marker in every field that a policy can withhold: a value that stands nowhere else."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from shapely import Point

from geo.details import Details, details
from geo.disclosure import WITHHOLDABLE
from geo.project import LocationTrust
from geo.values import Money, Progress

LONGITUDE, LATITUDE = 108.876543, 15.654321
"""A place where nothing else is."""
_NUMBERS = count(7_310_845_219)
_DAYS = count()
_TEXTS = count(1)


def _text() -> str:
    return f"Zqx{next(_TEXTS):04}Wvk"


def _number() -> int:
    return next(_NUMBERS)


def _day() -> str:
    """A day of a century in which nothing else happens; files hold days until 2100."""
    return (date(2071, 3, 7) + timedelta(next(_DAYS))).isoformat()


def _money() -> dict[str, Any]:
    return {"amount": _number(), "currency": "XTS"}


TITLE = _text()
"""The title of a work of which nothing may be published any more."""
FACTS: dict[str, Any] = {
    "descriptions": _text(),
    "status": "suspended",
    "category": "coast",
    **{name: _text() for name in ("contractor", "supervisor", "address")},
    **{name: _day() for name in ("original_start", "planned_start", "actual_start")},
    **{name: _day() for name in ("original_end", "planned_end", "actual_end", "progress_as_of")},
    "progress_planned": 0.918273,
    "progress_actual": 0.827364,
    **{name: _number() for name in ("original_budget", "budget", "contract_amount")},
    "footprint": None,
    **{name: _text() for name in ("location_source", "location_method", "location_verified_by")},
    "location_accuracy": "geocoded",
    "location_verified_on": _day(),
    "declared_districts": "far.lonely",
}
SECTIONS: dict[str, Any] = {
    **{name: name for name in ("scale", "participants", "contacts", "contracts", "changes")},
    **{name: name for name in ("documents", "photos", "briefs", "penalties", "coordination")},
    "scale.value": _number(), "scale.unit": _text(),
    "participants.name": _text(), "participants.roles": ["climateFinanceFocalPoint"],
    "participants.identifier": {"scheme": _text(), "id": _text()},
    **{f"contacts.{name}": _text() for name in ("office", "organisation", "phone", "email", "name", "mobile")},
    "contracts.title": _text(), "contracts.suppliers": [{"name": _text(), "identifier": {"id": _text()}}],
    "contracts.amount": _money(), "contracts.status": "pending",
    **{f"contracts.{name}": _day() for name in ("signed", "start", "end")},
    "contracts.subcontracts": [{"id": _text(), "title": _text(), "supplier": {"name": _text()}, "amount": _money()}],
    "contracts.payments": [
        {"id": _text(), "date": _day(), "amount": _money(), "payer": _text(), "payee": _text(), "kind": "Zqxkind"}
    ],
    "changes.reason": _text(), "changes.description": _text(),
    **{f"changes.{name}": _day() for name in ("date", "old_end", "new_end")},
    "changes.old_amount": _money(), "changes.new_amount": _money(),
    "documents.type": "Zqxtype", "documents.title": _text(), "documents.url": f"https://{_text()}.example/x",
    "documents.published": _day(), "documents.sha256": f"{_number():064x}", "documents.bytes": _number(),
    "documents.language": "zxx",
    "photos.title": _text(), "photos.taken_on": _day(), "photos.direction": Decimal("271.828182"),
    "briefs.date": _day(), "briefs.text": _text(), "briefs.state": "Zqxstate",
    "penalties.date": _day(), "penalties.contractor": _text(), "penalties.points": _number(),
    "penalties.reason": _text(),
    "coordination.firmness": "tendered", "coordination.exception": "new-connection",
    "coordination.ground": ["builds-over"],
    **{f"coordination.{name}": _day() for name in ("early_start", "early_end", "late_start", "late_end")},
}  # fmt: skip
"""By its path; a section stands for itself, since its fields fill it."""
_MUST: dict[str, dict[str, Any]] = defaultdict(
    lambda: {"id": "n1"},
    scale={"name": "length"},
    contacts={"role": "engineer"},
    changes={"id": "n1", "type": "scope"},
    photos={"id": "n1", "url": "https://example.org/1.jpg"},
)
CODES: tuple[str, ...] = (
    *("status", "category", "location_accuracy", "declared_districts", "participants.roles", "contracts.status"),
    *("documents.language", "coordination.firmness", "coordination.exception", "coordination.ground"),
)
"""Fields whose markers are codes of lists, which the documents of the interface name whatever is planted."""


def every_field() -> frozenset[str]:
    """The fields that markers are planted in."""
    return frozenset({*FACTS, *SECTIONS})


def planted_details() -> Details:
    """Sections of one part each, with a marker in every field that a part need not have."""
    sections: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for path, value in SECTIONS.items():
        section, _, name = path.partition(".")
        if name:
            sections[section][name] = value
    return details({name: [_MUST[name] | part] for name, part in sections.items()})


def planted_facts() -> dict[str, Any]:
    """The facts of a work with a marker in each, for whoever was allowed to publish them once."""
    plain = ("status", "category", "contractor", "supervisor", "address")
    days = {name: date.fromisoformat(told) for name, told in FACTS.items() if name.endswith(("_start", "_end"))}
    trust = {name.removeprefix("location_"): told for name, told in FACTS.items() if name.startswith("location_")}
    planned, actual = (Decimal(str(FACTS[f"progress_{name}"])) for name in ("planned", "actual"))
    return {
        **{name: FACTS[name] for name in plain},
        **days,
        **{name: Money(Decimal(FACTS[name]), "XTS") for name in ("original_budget", "budget", "contract_amount")},
        "descriptions": {"vi": FACTS["descriptions"]},
        "progress": Progress(planned, actual, date.fromisoformat(FACTS["progress_as_of"])),
        "footprint": Point(LONGITUDE, LATITUDE),
        "location": LocationTrust(**trust | {"verified_on": date.fromisoformat(trust["verified_on"])}),
        "districts": (FACTS["declared_districts"],),
    }


MAPPING = f"""
[id]
columns = ["id"]
[agency]
column = "agency"
table = {{ "Ban 1" = "ban-1" }}
[titles.vi]
column = "name"
[descriptions.vi]
column = "descriptions"
[districts]
column = "declared_districts"
set = "far"
[progress]
planned = {{ column = "progress_planned", unit = "fraction" }}
actual = {{ column = "progress_actual", unit = "fraction" }}
as_of = {{ column = "progress_as_of" }}
[location]
source = "{FACTS["location_source"]}"
method = "{FACTS["location_method"]}"
accuracy = "{FACTS["location_accuracy"]}"
verified_by = "{FACTS["location_verified_by"]}"
verified_on = {FACTS["location_verified_on"]}
""" + "\n".join(
    f'[{name}]\ncolumn = "{name}"\n' + ('currency = "XTS"\n' if isinstance(FACTS[name], int) else "")
    for name in FACTS
    if not name.startswith(("progress_", "location_", "descr", "footprint", "declared"))
)


def write_file(folder: Path) -> Path:
    """A file of two works: one that is published, and one that is held, with markers in both."""
    row = {"id": "M1", "name": "Cầu", "agency": "Ban 1"} | {
        name: value for name, value in FACTS.items() if not name.startswith("location_") and name != "footprint"
    }
    row["declared_districts"] = "lonely"
    shape = {"type": "Point", "coordinates": [LONGITUDE, LATITUDE]}
    rows = [row, row | {"id": "M2", "status": "Zqxheld"}]
    features = [{"type": "Feature", "properties": one, "geometry": shape} for one in rows]
    file = folder / "markers.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return file


def day(field: str) -> date:
    """The day that is planted in a fact."""
    return date.fromisoformat(FACTS[field])


def tile(zoom: int) -> tuple[int, int]:
    """The column and row of the tile where the planted place is."""
    across = 1 << zoom
    north = (1 - math.asinh(math.tan(math.radians(LATITUDE))) / math.pi) / 2
    return int((LONGITUDE + 180) / 360 * across), int(north * across)


assert every_field() == frozenset(WITHHOLDABLE), "a field of the policy has no marker yet"
