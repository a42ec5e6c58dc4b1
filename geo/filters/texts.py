"""CASEI, ACCENTI and LIKE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from geo.filters.limits import bad
from geo.filters.queryables import Kind
from geo.filters.translating import Operator, Operators, Translation
from geo.filters.tree import Node, Operation, Property, Text

# Two calls of replace, which looks for bytes, take a third of one of translate, which looks at every letter.
_CASE: Final = (
    "replace(lower(upper(replace(replace({}, 'ẞ', 'ß'), 'ı', '\ue000') COLLATE \"und-x-icu\") COLLATE \"und-x-icu\"), "
    "'ς', 'σ') "
    'COLLATE "C"'
)
_ACCENT: Final = "public.unaccent('public.unaccent', normalize({}, NFC)) COLLATE \"C\""
_FOLDS: Final = {"casei": f"({_CASE})", "accenti": f"({_ACCENT})"}
_PIECE: Final = re.compile(r"(?P<wildcard>[%_])|(?P<text>(?:\\.|[^%_\\])+)", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_KEPT: Final = r"\1"
_ESCAPED: Final = r"regexp_replace({}, '([\\%_])', '\\\1', 'g')"
_PLAIN: Final = r" !\"#$&'()*+,\-./0-9:;<=>?@\[\]^`{|}~bcdegmopqruvxz가-힣"
_VIETNAMESE: Final = "àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ"
_ROUGHLY: Final = (
    ('({} COLLATE "C") ILIKE', re.compile(f"[^{_PLAIN}]")),
    ('(lower({} COLLATE "und-x-icu") COLLATE "C") LIKE', re.compile(f"[^{_PLAIN}{_VIETNAMESE}]")),
)
"""Ways of comparing that cost a tenth, and half, of folding a text, and which letters tell nothing there: those that
another is folded to which the way leaves as it is, such as `k`, which the Kelvin sign becomes."""


def _folded(name: str) -> Operator:
    return Operator(Kind.TEXT, lambda t, args: _FOLDS[name].format(t.sql(args[0], Kind.TEXT)))


def _like(t: Translation, args: Sequence[Node]) -> str:
    value, pattern = args
    folds: list[str] = []
    while isinstance(pattern, Operation):
        folds.append(_FOLDS[pattern.name])
        pattern = pattern.args[0]
    if not isinstance(pattern, Text):
        raise bad("The pattern of LIKE is a text.")
    like = f"({t.sql(value, Kind.TEXT)} LIKE {_pattern(t, pattern.value, folds)})"
    if folds == [_FOLDS["casei"]] and isinstance(value, Operation) and value.name == "casei":
        folded = value.args[0]
        return f"({_narrowed(t, folded, pattern.value)}{like})" if isinstance(folded, Property) else like
    return like


def _narrowed(t: Translation, value: Property, pattern: str) -> str:
    """Conditions, each with an AND behind it, that hold wherever a text meets a pattern with letters of either case."""
    told, asked = t.sql(value, Kind.TEXT), {"%"}
    conditions = []
    for way, silent in _ROUGHLY:
        rough = _rough(pattern, silent)
        if rough not in asked:
            conditions.append(f"{way.format(told)} {t.bind(rough)}::text AND ")
        asked.add(rough)
    return "".join(conditions)


def _rough(pattern: str, silent: re.Pattern[str]) -> str:
    """A pattern in small letters without those that tell nothing."""
    pieces = (found["wildcard"] or _ESCAPE.sub(_KEPT, found["text"]) for found in _PIECE.finditer(pattern))
    return re.sub("%+", "%", silent.sub("%", "".join(pieces).lower()))


def _pattern(t: Translation, pattern: str, folds: Sequence[str]) -> str:
    """The pattern; what is between its wildcards is folded piece by piece, so that no fold makes a wildcard."""
    if not folds:
        return f"{t.bind(pattern)}::text"
    pieces = [found["wildcard"] or _literal(t, found["text"], folds) for found in _PIECE.finditer(pattern)]
    return f"({' || '.join(_quoted(one) for one in pieces)})" if pieces else "''"


def _quoted(piece: str) -> str:
    return f"'{piece}'" if piece in {"%", "_"} else piece


def _literal(t: Translation, piece: str, folds: Sequence[str]) -> str:
    sql = f"{t.bind(_ESCAPE.sub(_KEPT, piece))}::text"
    for fold in reversed(folds):
        sql = fold.format(sql)
    return _ESCAPED.format(sql)


TEXTS: Final[Operators] = {
    "casei": _folded("casei"),
    "accenti": _folded("accenti"),
    "like": Operator(Kind.BOOLEAN, _like),
}
"""Case is folded by upper and lower case of Unicode's root locale, accents by the dictionary of `unaccent`."""
