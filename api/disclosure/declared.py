"""The parameters of what is measured of the disclosure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from api.http.negotiation import Format
from api.http.parameters import Parameter, feature_id
from api.ogc import values
from geo.disclosure import WITHHOLDABLE
from geo.errors import BadRequest

_MONTH: Final = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])", re.ASCII)
EVERY_MONTH: Final = "all"
CELLS: Final = "cells"
AGENCIES: Final = "agencies"
FORMATS: Final = (Format.JSON, Format.HTML, Format.CSV)


def month(text: str) -> date | None:
    """The first day of a month; None for all months."""
    if text == EVERY_MONTH:
        return None
    if not _MONTH.fullmatch(text):
        raise BadRequest("A month is written as 2026-11; all is every month.")
    return date.fromisoformat(f"{text}-01")


F: Final = Parameter("f", "Format of the answer.", {"type": "string", "enum": ["json", "csv", "html"]})
AGENCY: Final = Parameter(
    "agency", "Only this agency (code).", {"type": "string", "pattern": r"^[^\x00-\x1f\x7f]{1,200}$"}, feature_id
)
MONTH: Final = Parameter(
    "month",
    "How it was at the end of this month (UTC), or in every month (all); how it is now where it is not given.",
    {"type": "string", "pattern": r"^(\d{4}-(0[1-9]|1[0-2])|all)$"},
    month,
)
FIELD: Final = Parameter(
    "field",
    "Only this field of the disclosure policy.",
    {"type": "string", "enum": list(WITHHOLDABLE)},
    values.one_of(*WITHHOLDABLE),
)
TABLE: Final = Parameter(
    "table",
    "Which table as CSV: the cells of agency, field and month, or a row for each agency, with its duties.",
    {"type": "string", "enum": [CELLS, AGENCIES], "default": CELLS},
    values.one_of(CELLS, AGENCIES),
)
ALL: Final = (F, AGENCY, MONTH, FIELD)
MEASURED: Final = (*ALL, TABLE)


def _or_blank(parameter: Parameter) -> Parameter:
    """The parameter as a form sends it: blank where nothing is chosen."""
    return replace(parameter, read=lambda text: parameter.read(text) if text else text)


FORM: Final = tuple(_or_blank(parameter) for parameter in ALL)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which agency, field and month are meant: None is all of them, but the present month where none is asked."""

    agency: str | None
    field: str | None
    month: date | None
    every_month: bool

    @property
    def query(self) -> str:
        """The same as a query, without the mark."""
        month = self.month.strftime("%Y-%m") if self.month else EVERY_MONTH if self.every_month else None
        given = {"agency": self.agency, "field": self.field, "month": month}
        return urlencode({name: value for name, value in given.items() if value is not None})


def asked(given: Mapping[str, Any]) -> Asked:
    """What the parameters mean."""
    month = given.get("month", "")
    return Asked(given.get("agency") or None, given.get("field") or None, month or None, every_month=month is None)
