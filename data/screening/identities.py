"""National identity numbers of Viet Nam and the Republic of Korea."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from data.screening.context import is_amount, is_reference
from data.screening.findings import Finding, Kind

_CCCD: Final = re.compile(r"(?<![\d.,/-])0\d\d(?:[ .]?\d{3}){3}(?![\d/]|[.,-]\d)")
_CMND: Final = re.compile(r"(?<![\d.,/-])\d{9}(?![\d/]|[.,-]\d)")
_CMND_WORD: Final = re.compile(
    r"(?:cmnd|cmt|chứng minh(?: nhân dân| thư)?|căn cước(?: công dân)?|cccd|giấy tờ tùy thân"
    r"|identity card|id(?: card)?)(?:\s*(?:số|no\.?|number))?[\s:.#]*$",
    re.IGNORECASE,
)
_RRN: Final = re.compile(r"(?<![\d-])(\d{6})-?([1-8])(\d{6}|\d{0,5}\*{1,6})(?![\d*-])")
_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_PROVINCES: Final = frozenset(
    (
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36,
        37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74,
        75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
    )
)  # fmt: skip
"""Places of birth in Vietnamese numbers: provinces and cities before July 2025 (Circular 59/2021/TT-BCA)."""
_UNCHECKED_SINCE: Final = date(2020, 10, 1)
_OLDEST: Final = timedelta(days=110 * 365)


def identities(text: str, country: str) -> Iterator[Finding]:
    """National ids: Korean ones in any text, Vietnamese ones where the country is Viet Nam."""
    yield from (Finding(*match.span(), Kind.NATIONAL_ID) for match in _RRN.finditer(text) if _is_korean(text, match))
    if country == "VN":
        yield from _vietnamese(text)


def _vietnamese(text: str) -> Iterator[Finding]:
    for match in _CCCD.finditer(text):
        if _is_cccd(re.sub(r"\D", "", match[0])) and not _is_other(text, match):
            yield Finding(*match.span(), Kind.NATIONAL_ID)
    for match in _CMND.finditer(text):
        if _CMND_WORD.search(text, max(0, match.start() - 40), match.start()):
            yield Finding(*match.span(), Kind.NATIONAL_ID)


def _is_other(text: str, match: re.Match[str]) -> bool:
    return is_reference(text, match.start()) or is_amount(text, match.end())


def _is_cccd(digits: str) -> bool:
    """Whether twelve digits are made as a Vietnamese identity number: place, century and sex, year of birth."""
    century = int(digits[3]) // 2
    year = 1900 + 100 * century + int(digits[4:6])
    return int(digits[:3]) in _PROVINCES and year <= date.today().year


def _is_korean(text: str, match: re.Match[str]) -> bool:
    born = _born(match[1], int(match[2]))
    today = date.today()
    if born is None or not today - _OLDEST < born <= today or is_reference(text, match.start()):
        return False
    if "*" in match[3] or born >= _UNCHECKED_SINCE:
        return "-" in match[0]
    return _check_digit(match[1] + match[2] + match[3][:5], foreign=int(match[2]) > 4) == int(match[3][5])


def _born(six: str, sex: int) -> date | None:
    """The day of birth: 1, 2, 5, 6 are of the 20th century, 3, 4, 7, 8 of the 21st."""
    century = 1900 if sex in {1, 2, 5, 6} else 2000
    try:
        return date(century + int(six[:2]), int(six[2:4]), int(six[4:]))
    except ValueError:
        return None


def _check_digit(twelve: str, *, foreign: bool) -> int:
    """The check digit of a number given before October 2020; those of foreigners begin at 13 instead of 11."""
    weighed = sum(int(digit) * weight for digit, weight in zip(twelve, _WEIGHTS, strict=True))
    return ((13 if foreign else 11) - weighed % 11) % 10
