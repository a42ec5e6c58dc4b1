"""Named persons in Korean texts: before a title or after a role, and households."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from data.screening.findings import Finding, Kind
from data.screening.people.words import words

_SURNAME: Final = (
    "(?:남궁|황보|제갈|선우|서문|독고|사공"
    "|[김이박최정강조윤장임한오서신권황안송류유홍전고문손양배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석"
    "선설마길연위표명기반왕금옥육인맹제모탁국어은편용])"
)
_GIVEN: Final = (
    "[가강건겸경관광구국권규균근금기길나남다대덕도동두라락란래련렬령례록룡루류률름리린림마만명모무문미민배백범별병보복본봉빈빛"
    "산삼상새샘서석선설섭성세소솔송수숙순숭슬승신실심아안애양언엽여연열영예옥온완용우욱운웅원월유윤율은을음의이익인일임자장재전정"
    "제조종주준중지직진찬창채천철청초춘충치태택평표필하학한해향혁현형혜호홍화환황효후훈휘휴희]"
)
_NAME: Final = rf"(?<![가-힣])(?P<name>{_SURNAME}{_GIVEN}{{2}})"
_LATIN: Final = r"(?P<latin>[A-Z][a-z]+(?:[ -][A-Z]?[a-z]+){1,3})"
_TITLE: Final = (
    r"(?:(?:현장|부|소)?소장|과장|부장|차장|대리|주임|팀장|(?:감리)?단장|반장|실장|국장|본부장|주무관|사무관|서기관|계장|이사|상무|전무"
    r"|사장|대표(?:이사)?|회장|위원장?|의원|교수|박사|기사|기술사|감리원|감독관?|선생|여사|통장|이장|구청장|시장|부시장|씨|님|군|양)"
)
_END: Final = r"(?:님|께서)?(?:이|가|은|는|을|를|의|에게|에서|에|께|과|와|도|께서|측|외|만)?(?![가-힣])"
_ROLE: Final = (
    r"(?:현장대리인|책임감리원|감리원|담당자?|현장소장|감리단장|공사감독관|감독관|책임기술자|주민대표|대표자?|안전관리자|품질관리자"
    r"|민원인|수령인|성명|이름|책임자|작성자|신고자|제보자|문의)"
)
_HOUSE: Final = (
    r"(?:세대주|조합원|이주(?:\s?대상자?)?(?:\s?가구|\s?세대)?|보상(?:\s?대상자?)?(?:\s?가구|\s?세대)?|대상\s?가구"
    r"|세입자|소유자)"
)
_AFTER_HOUSE: Final = r"\s*(?:씨|님)?\s*(?:세대주?|댁|가구|가족)(?![가-힣]*시설)"
_RULES: Final = (
    (Kind.HOUSEHOLD, re.compile(rf"{_NAME}{_AFTER_HOUSE}")),
    (Kind.HOUSEHOLD, re.compile(rf"{_HOUSE}\s*[:：]?\s+{_NAME}{_END}")),
    (Kind.PERSON, re.compile(rf"{_NAME}\s*{_TITLE}{_END}")),
    (Kind.PERSON, re.compile(rf"{_NAME}\([^)]{{1,12}}\)\s*{_TITLE}{_END}")),
    (Kind.PERSON, re.compile(rf"(?<![A-Za-z]){_LATIN}\s+{_TITLE}{_END}".replace("(?P<latin>", "(?P<name>"))),
    (Kind.PERSON, re.compile(rf"{_ROLE}\s*[:：]?\s+{_NAME}{_END}")),
    (Kind.PERSON, re.compile(rf"{_ROLE}\s*[:：]\s*{_NAME}{_END}")),
    (
        Kind.PERSON,
        re.compile(
            rf"(?<![가-힣])(?P<name>[김박최정강조윤장임한오서신권황송홍]) (?:소장|과장|팀장|부장|주무관|대리){_END}"
        ),
    ),
)
_NO_NAMES: Final = words("korean_no_names")
"""Words that are made as a name is."""


def people(text: str) -> Iterator[Finding]:
    """The names, without their titles."""
    for kind, pattern in _RULES:
        for match in pattern.finditer(text):
            if match["name"] not in _NO_NAMES:
                yield Finding(*match.span("name"), kind)
