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
_PLAIN: Final = frozenset(" !\"#$&'()*+,-./0123456789:;<=>?@[]^`{|}~bcdegmopqruvxzBCDEGMOPQRUVXZ")
"""What no letter beyond ASCII is folded to: where it stands in a folded text, it stands in the text, in either case."""
_ESCAPED: Final = r"regexp_replace({}, '([\\%_])', '\\\1', 'g')"


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
    if not (folds == [_FOLDS["casei"]] and isinstance(value, Operation) and isinstance(value.args[0], Property)):
        return like
    rough = _rough(pattern.value)
    if value.name != "casei" or rough == "%":
        return like
    return f'({t.sql(value.args[0], Kind.TEXT)} COLLATE "C" ILIKE {t.bind(rough)}::text AND {like})'


def _rough(pattern: str) -> str:
    """A pattern that every text meets which meets this one with letters of either case, and more: a tenth of the cost.

    Most texts need not be folded then.
    """
    pieces = (found["wildcard"] or _ESCAPE.sub(_KEPT, found["text"]) for found in _PIECE.finditer(pattern))
    kept = ("".join(one if one in _PLAIN else "%" for one in piece) for piece in pieces)
    return re.sub("%+", "%", "".join(kept))


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
