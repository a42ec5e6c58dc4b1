"""Texts compared and made into codes: case, blanks and accents do not matter."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from geo.values import clean as clean_slowly

_FEW: Final = 10
_NOT_PLAIN: Final = re.compile(r"[^a-z0-9]+")
_LETTERS: Final = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"})
_ROW_NUMBERS: Final = frozenset(
    (
        *("fid", "ogcfid", "objectid", "objectid1", "cartodbid", "gid", "oid", "featureid", "esripk", "unnamed0"),
        *("row", "rowid", "rownumber", "rownum", "rowno", "index", "stt", "sothutu", "nro", "fila", "numerodefila"),
        *("연번", "순번"),
    )
)


def clean(text: str) -> str:
    """`geo.values.clean`, fast for texts that have nothing to clean away."""
    if text.isprintable():  # neither control characters nor soft hyphens
        return unicodedata.normalize("NFC", " ".join(text.split()))
    return clean_slowly(text)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The text for comparison: no case, no accents, single blanks; `Đà Nẵng` and `da  nang` are one."""
    letters = unicodedata.normalize("NFKD", clean(text).casefold().translate(_LETTERS))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def slug(text: str) -> str:
    """Small ASCII letters, digits and single hyphens: `Cầu Rồng (đoạn 2)` is `cau-rong-doan-2`.

    Letters with no ASCII form (Korean, Thai) are left out.
    """
    return _NOT_PLAIN.sub("-", fold(text)).strip("-")


def shortened(code: str, limit: int) -> str:
    """The code, or its beginning with 8 digits of its SHA-256 when it is longer than `limit`."""
    if len(code) <= limit:
        return code
    digest = hashlib.sha256(code.encode()).hexdigest()[:8]
    return f"{code[: limit - 9].rstrip('-._')}-{digest}"


def counts_rows(texts: Sequence[str]) -> bool:
    """Whether the texts, in the file's order, count 0, 1, 2 … or 1, 2, 3 …; fewer than ten may do so by chance."""
    if len(texts) < _FEW or texts[0] not in {"0", "1"}:
        return False
    pairs = [(int(a), int(b)) for a, b in pairwise(texts) if a.isdecimal() and b.isdecimal()]
    return sum(b - a == 1 for a, b in pairs) >= 0.9 * (len(texts) - 1)


def is_row_number_name(column: str) -> bool:
    """Whether a column of this name counts rows (`fid`, `cartodb_id`, `STT`) rather than names works."""
    return re.sub(r"[\W_]+", "", fold(column)) in _ROW_NUMBERS
