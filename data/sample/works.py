"""The sample city's projects: made up, and marked as such in every title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import sqrt
from random import Random
from types import MappingProxyType
from typing import Any, Final, TypeAlias, TypeVar

from data.sample.districts import PLAIN_NAMES, SET_CODE
from data.sample.footprints import Placed, place
from data.sample.ground import Ground, ground
from data.sample.kinds import KINDS, Form, Kind
from data.sample.schedule import Schedule, schedule
from geo.codes import Status
from geo.project import Accuracy, LocationTrust, Project
from geo.values import Money, Progress

Thing = TypeVar("Thing")
Facts: TypeAlias = dict[str, Any]  # some of the fields of a Project

CURRENCY: Final = "VND"
_FULL_SIZE: Final = 2000  # so many works fill the city; later ones are smaller, shorter and off the trunk roads
_LONG_TERM: Final = 5000  # so many are reported monthly; most later ones only once, as small works are
_UNMAPPED: Final = 0.07
_SILENT: Final = 4  # so many monthly reports are missing where an agency has gone silent
_ROADSIDE: Final = frozenset({Form.LANE, Form.LANES, Form.SURFACE, Form.TRUNK, Form.BANK})

_STATUSES: Final = (
    (Status.IDENTIFICATION, 8),
    (Status.PREPARATION, 14),
    (Status.IMPLEMENTATION, 42),
    (Status.COMPLETION, 6),
    (Status.COMPLETED, 22),
    (Status.SUSPENDED, 5),
    (Status.CANCELLED, 3),
)
_CONTRACTED: Final = frozenset(
    {Status.IMPLEMENTATION, Status.COMPLETION, Status.COMPLETED, Status.SUSPENDED, Status.CANCELLED}
)
_EXPECTED: Final = MappingProxyType({Status.PREPARATION: 0.6})  # share with an expected amount before the award
_TRUSTS: Final = (
    LocationTrust(source="Bản phác thảo mẫu", method="mẫu", accuracy=Accuracy.APPROXIMATE),
    LocationTrust(source="Bản phác thảo mẫu", method="mẫu", accuracy=Accuracy.DIGITISED),
    LocationTrust(source="Bản phác thảo mẫu", method="mẫu", accuracy=Accuracy.DESIGN),
    LocationTrust(
        source="Bản phác thảo mẫu",
        method="mẫu",
        accuracy=Accuracy.SURVEYED,
        verified_by="Người kiểm tra mẫu 01",
        verified_on=date(2023, 6, 1),
    ),
    LocationTrust(),
)
_DESCRIPTION: Final = MappingProxyType(
    {
        "vi": "Dữ liệu mẫu để trình diễn; không phải công trình có thật.",
        "en": "Sample data for demonstration; this work does not exist.",
    }
)


def _spread(weighted: tuple[tuple[Thing, int], ...]) -> tuple[Thing, ...]:
    return tuple(thing for thing, weight in weighted for _ in range(weight))


_STATUS_POOL: Final = _spread(_STATUSES)
_KIND_POOL: Final = _spread(tuple((kind, kind.weight) for kind in KINDS))


def _one_of(rng: Random, things: tuple[Thing, ...]) -> Thing:
    return things[int(rng.random() * len(things))]


def _entered(rng: Random, share: float, value: Thing) -> Thing | None:
    return value if rng.random() < share else None


def _vnd(millions: float) -> Money:
    return Money(Decimal(int(millions)) * 1_000_000, CURRENCY)


def _where(rng: Random, here: Ground, kind: Kind, number: int) -> Placed:
    scale = min(1.0, sqrt(_FULL_SIZE / number))
    form = Form.STREET if kind.form in _ROADSIDE and rng.random() > scale else kind.form
    return place(rng, here, form, scale)


def _titles(kind: Kind, number: int, district: str) -> dict[str, str]:
    vi, en, _ = PLAIN_NAMES[district]
    return {"vi": f"{kind.vi} số {number}, {vi} (mẫu)", "en": f"{kind.en} no. {number}, {en} (sample)"}


def _place_facts(rng: Random, placed: Placed) -> Facts:
    """Footprint, address and trust; or, for the unmapped, at most the district that the agency names."""
    if rng.random() < _UNMAPPED:
        return {"districts": (f"{SET_CODE}.{placed.district}",) if rng.random() < 0.6 else ()}
    vi, _, _ = PLAIN_NAMES[placed.district]
    address = f"{placed.track.vi}, {vi} (vị trí mẫu)" if placed.track else f"{vi} (vị trí mẫu)"
    return {
        "footprint": placed.footprint,
        "address": _entered(rng, 0.85, address),
        "location": _one_of(rng, _TRUSTS),
    }


def _money_facts(rng: Random, usual: float, status: Status, *, put_off: bool) -> Facts:
    """Budgets and contract (before the award, an expected one); `usual` in millions.

    Works that are put off often cost more than first planned.
    """
    original = usual * rng.lognormvariate(0, 0.6)
    overrun = rng.uniform(1.05, 1.7) if rng.random() < (0.6 if put_off else 0.08) else 1.0
    if rng.random() < 0.04:
        return {}
    share = 0.92 if status in _CONTRACTED else _EXPECTED.get(status, 0.0)
    return {
        "original_budget": _vnd(original),
        "budget": _vnd(original * overrun),
        "contract_amount": _entered(rng, share, _vnd(original * rng.uniform(0.82, 0.97))),
    }


def _company_facts(rng: Random) -> Facts:
    return {
        "contractor": _entered(rng, 0.9, f"Nhà thầu mẫu {rng.randrange(1, 41):02d}"),
        "supervisor": _entered(rng, 0.85, f"Giám sát viên mẫu {rng.randrange(1, 61):02d}"),
    }


def _thinned(rng: Random, when: Schedule, number: int) -> Schedule:
    """The schedule as it is reported: by some not at all, by some no longer, by small works only once."""
    luck = rng.random()
    if luck < 0.06:
        return replace(when, progress=Progress(), reports=())
    if luck < 0.12 and when.actual_end is None and len(when.reports) > _SILENT:
        return replace(when, progress=when.reports[-_SILENT - 1], reports=when.reports[:-_SILENT])
    if number > _LONG_TERM and rng.random() < 0.8:
        return replace(when, reports=when.reports[-1:])
    return when


def _project(number: int, rng: Random, here: Ground, today: date) -> Project:
    kind, status = _one_of(rng, _KIND_POOL), _one_of(rng, _STATUS_POOL)
    scale = min(1.0, sqrt(_FULL_SIZE / number))
    when = schedule(rng, status, months=max(2.0, kind.months * scale), today=today)
    placed = _where(rng, here, kind, number)
    money = _money_facts(rng, kind.budget * 1000 * scale, status, put_off=when.extended)
    when = _thinned(rng, when, number)
    return Project(
        id=f"DN-MAU-{number:04d}",
        titles=_titles(kind, number, placed.district),
        descriptions=_DESCRIPTION,
        agency=kind.agency,
        status=_entered(rng, 0.99, status),
        category=_entered(rng, 0.99, kind.category),
        original_start=when.original_start,
        original_end=when.original_end,
        planned_start=when.planned_start,
        planned_end=when.planned_end,
        actual_start=when.actual_start,
        actual_end=when.actual_end,
        progress=when.progress,
        reports=when.reports,
        sample=True,
        **_place_facts(rng, placed),
        **money,
        **(_company_facts(rng) if status in _CONTRACTED else {}),
    )


def projects(count: int, seed: int, today: date) -> Iterator[Project]:
    """So many made-up projects, one at a time, always the same for the same seed and day.

    A longer list starts with the shorter one. Footprints are valid, in EPSG:4326, longitude first, on the mainland.
    Dates are as known on `today`; amounts are in VND.
    """
    rng = Random(seed)  # noqa: S311 - reproducible on purpose, nothing secret
    here = ground()
    for number in range(1, count + 1):
        yield _project(number, rng, here, today)
