"""What stands around a number and says that it is none of a person's: an amount, a contract, a decision, an account."""

from __future__ import annotations

import re
from typing import Final

_REFERENCE: Final = re.compile(
    r"(?:hợp đồng|hđ|quyết định|qđ|công văn|văn bản|biên bản|tờ trình|giấy phép|hóa đơn|bảo lãnh|mã số thuế|mst"
    r"|mã dự án|mã gói thầu|mã qhns|mã|tài khoản|stk|gói thầu|dự án|thửa|lô|mốc"
    r"|contract|decision|invoice|guarantee|account|tax code|project code|budget (?:line|item)|package|sheet|drawing"
    r"|licen[cs]e|permit|plot|item|serial|sha-256"
    r"|계약번호|계약|계좌|사업자등록번호|사업자번호|법인등록번호|공문|허가|문서번호|관리번호|공고|고시|판결|사건)"
    r"(?:\s+(?:số|no\.?|number|제))?[\s:.#()]*$",
    re.IGNORECASE,
)
_UNIT: Final = re.compile(
    r"\s*(?:đồng|vnđ|vnd|usd|krw|đ\b|tỷ|triệu|nghìn|m2\b|m3\b|m²|m³|㎡|ha\b|k?m\b|mm\b|ngày|days?\b|원|천원|만|억|개|%)"
    r"|/[A-ZĐ]|/\d",
    re.IGNORECASE,
)


def is_reference(text: str, start: int) -> bool:
    """Whether the words before the place say that a number of a contract, a decision, an account … follows."""
    return _REFERENCE.search(text, max(0, start - 40), start) is not None


def is_amount(text: str, end: int) -> bool:
    """Whether a unit follows, or the number goes on as a reference does (`123/QĐ-UBND`)."""
    return _UNIT.match(text, end) is not None
