"""Named persons in Vietnamese texts: after a form of address or a role, and households (*hộ ông …*)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from data.screening.findings import Finding, Kind
from data.screening.people.words import words

_SURNAMES: Final = words("vietnamese_surnames")
"""Surnames of the Kinh and of the peoples who live around Da Nang, in small letters."""
_PLAIN: Final = words("vietnamese_plain_surnames")
"""The frequent ones without their marks."""
_ADDRESS: Final = r"ông|bà|anh|chị|cô|chú|bác|cụ|cậu|thầy|đồng chí|đ/c|ong"
_ROLE: Final = (
    r"kỹ sư|ks\.?|kiến trúc sư|kts\.?|thạc sĩ|ths\.?|tiến sĩ|ts\.?|pgs\.?|gs\.?|giáo sư|bác sĩ|luật sư|giám đốc"
    r"|chỉ huy (?:trưởng|phó)(?: công trường| công trình)?|giám sát(?: trưởng| viên)?|tổ trưởng|đội trưởng"
    r"|(?:trưởng|phó) (?:ban|phòng|đoàn|thôn)|chủ tịch|bí thư|cán bộ|chuyên viên|chủ nhiệm|chủ trì|liên hệ|đầu mối"
    r"|người (?:phụ trách|đại diện|liên hệ|ký)|phụ trách|đại diện|họ(?: và)? tên|thư ký|kế toán|văn thư|thanh tra viên"
)
_OFFICE: Final = r"(?:\s+(?:ubnd|hđnd|ubmttq|phường|xã|quận|huyện|tỉnh|thành phố|thôn|ban|tổ))*"
_TITLE: Final = re.compile(
    rf"(?<!\w)(?:(?P<household>(?:chủ )?hộ(?: gia đình| dân| khẩu)?(?:\s+là)?(?:\s*[:,])?(?:\s+(?:{_ADDRESS}))?)"
    rf"|(?P<address>{_ADDRESS})|(?P<role>(?:{_ROLE}){_OFFICE}))(?:\s*:\s*|\s+)(?=[^\W\d_])",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_PLACE_BEFORE: Final = re.compile(
    r"(?<!\w)(?:đường|phố|cầu|cống|chợ|đình(?: làng)?|miếu|lăng|đền|chùa|sông|suối|hồ|đập|hẻm|ngõ|kiệt|trường|tượng"
    r"|công viên|núi|đèo|xóm|thôn|bến|vịnh|mũi|trạm(?: bơm)?|kênh|khu(?: vực)?|nút giao|làng|ga|nhà thờ"
    r"|công ty(?: \w+)*)\s+$",
    re.IGNORECASE,
)
_PLACES: Final = frozenset(
    f"{title} {name}"
    for title, names in (
        ("bà", "nà rịa rén đen triệu trưng điểm chiểu hom bèo giã nghè thân huyện chúa chánh"),
        ("ông", "tạ lãnh voi thìn đốc bố ích chánh đạo"),
        ("cô", "tô"),
    )
    for name in names.split()
)
_LONGEST: Final = 4


def people(text: str) -> Iterator[Finding]:
    """The names, without their titles."""
    for title in _TITLE.finditer(text):
        words = _capitalised(text, title.end())
        if words and _gives_away(text, title, [word[0] for word in words]):
            kind = Kind.HOUSEHOLD if title["household"] else Kind.PERSON
            yield Finding(words[0].start(), words[-1].end(), kind)


def _capitalised(text: str, start: int) -> list[re.Match[str]]:
    """Up to four words with capital letters, one space apart."""
    words: list[re.Match[str]] = []
    while len(words) < _LONGEST and (word := _WORD.match(text, start)) and word[0][0].isupper():
        words.append(word)
        if text[word.end() : word.end() + 1] != " ":
            break
        start = word.end() + 1
    return words


def _gives_away(text: str, title: re.Match[str], words: list[str]) -> bool:
    if _PLACE_BEFORE.search(text, max(0, title.start() - 30), title.start()):
        return False
    if len(words) > 1 and _is_surname(words[0]):
        return True
    called = title["address"] or title["household"].split()[-1] if not title["role"] else ""
    return called.casefold() in _ADDRESS.split("|") and _is_called(text, title, called, words)


def _is_called(text: str, title: re.Match[str], called: str, words: list[str]) -> bool:
    """Whether a name without a surname follows the address: not a place, and not within a name in capital letters."""
    if f"{called} {words[0]}".casefold() in _PLACES or len(words) > 2 or called == "ong":
        return False
    return called.islower() or text[: title.start()].rstrip()[-1:] in {"", ".", "-", ":", "!", "?", ";"}


def _is_surname(word: str) -> bool:
    name = word.casefold()
    return name in _SURNAMES or (name.isascii() and name in _PLAIN)
