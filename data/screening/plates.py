"""Number plates of vehicles of Viet Nam and the Republic of Korea."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from data.screening.context import is_amount, is_reference
from data.screening.findings import Finding, Kind

_VIETNAMESE: Final = re.compile(
    r"(?<![\w.,/-])(?:1[1245-9]|[2-9]\d)(?:[A-HK-NPR-VX-Z]{1,2}|-?[A-HK-NPR-VX-Z]\d)"
    r"(?:[- ]?\d{3}\.\d{2}|[- ]?\d{5}|-\d{4}|[- ]\d{4})(?![\w]|[.,/-]\d)"
)
_KOREAN: Final = re.compile(
    r"(?<![\w.,제])"
    r"((?:(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)\s?(?:[가-힣]{2}\s)?)?"
    r"(?:\d{2,3}\s?)?"
    r"[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자허하호배육해공국합]\s?\d{4})"
    r"(?!\d|\s?[년억만천원호번개건명㎡%]|\s?(?:k?m|mm|kg|ha|t)\b|[.,]\d)"
)
_FORM: Final = re.compile(r".*(?:\d{2,3}|[가-힣] )\s?[가-힣]\s?\d{4}", re.DOTALL)


def plates(text: str) -> Iterator[Finding]:
    """Number plates, whatever the country: lorries cross borders."""
    for pattern in (_VIETNAMESE, _KOREAN):
        for match in pattern.finditer(text):
            if pattern is _KOREAN and not _FORM.fullmatch(match[0]):
                continue
            if not is_reference(text, match.start()) and not is_amount(text, match.end()):
                yield Finding(*match.span(), Kind.PLATE)
