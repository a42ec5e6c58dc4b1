"""CASEI, ACCENTI and LIKE."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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

_VIETNAMESE: Final = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
_NO_PLAIN: Final = f"[^ -~{_VIETNAMESE}가-힣]"
_QUICKLY: Final[Mapping[frozenset[str], tuple[str, str]]] = {
    frozenset({"casei"}): (
        "[µßıŉſǰ\u0345Ͱ-Ͽև\u1c80-\u1c8fẖ-ẟ\u1f00-\u1fffﬀ-ﬗ]",
        '(lower({} COLLATE "und-x-icu") COLLATE "C")',
    ),
    frozenset({"accenti"}): (_NO_PLAIN, "(public.unaccent('public.unaccent', {}) COLLATE \"C\")"),
    frozenset({"casei", "accenti"}): (_NO_PLAIN, "lower(public.unaccent('public.unaccent', {}) COLLATE \"C\")"),
}
"""By what is folded, in whatever order: odd letters, and how texts without any are folded with a third to a sixth of
the work. Odd are Greek letters, ligatures and the like; where accents fall, what is in no English, Vietnamese or Korean
text of form NFC."""
_SILENT: Final = re.compile(rf"[^ !\"#$&'()*+,\-./0-9:;<=>?@\[\]^`{{|}}~bcdegmopqruvxz가-힣{_VIETNAMESE}]")
"""Letters that another is folded to which `lower` of ASCII leaves as it is, such as `k`, which the Kelvin sign becomes;
and wildcards."""
_ACCENTED: Final = re.compile(f"[{_VIETNAMESE}]")
_TELLING: Final = re.compile(r"[a-z0-9가-힣]")
_TELLING_ENOUGH: Final = 2


def _folded(name: str) -> Operator:
    return Operator(Kind.TEXT, lambda t, args: _fold(t, Operation(name, tuple(args))))


def _fold(t: Translation, node: Operation) -> str:
    """A text folded. A property, which is read many times, is folded quickly where that is right."""
    names, told = _folds_of(node)
    if isinstance(told, Text):
        return _once(_slowly(t.sql(told, Kind.TEXT), names), names)
    if not isinstance(told, Property):
        return _FOLDS[node.name].format(t.sql(node.args[0], Kind.TEXT))
    text = t.sql(told, Kind.TEXT)
    odd, quickly = _quickly(text, names)
    return f"(CASE WHEN {odd} THEN {_slowly(text, names)} ELSE {quickly} END)"


def _folds_of(node: Node) -> tuple[list[str], Node]:
    """The folds around a text, from the outermost on, and the text."""
    names = []
    while isinstance(node, Operation) and node.name in _FOLDS:
        names.append(node.name)
        node = node.args[0]
    return names, node


def _quickly(text: str, names: Sequence[str]) -> tuple[str, str]:
    """Whether a text has an odd letter, and the text as it is folded where it has none."""
    odd, quickly = _QUICKLY[frozenset(names)]
    return f"({text} COLLATE \"C\") ~ '{odd}'", quickly.format(text)


def _slowly(text: str, names: Sequence[str]) -> str:
    for name in reversed(names):
        text = _FOLDS[name].format(text)
    return text


def _once(sql: str, names: Sequence[str]) -> str:
    """Folded once for all rows: `unaccent` is told to be one that may give something else the next time."""
    return f"(SELECT {sql})" if "accenti" in names else sql


def _like(t: Translation, args: Sequence[Node]) -> str:
    value, pattern = args
    folds, told = _folds_of(pattern)
    if not isinstance(told, Text):
        raise bad("The pattern of LIKE is a text.")
    like = f"LIKE {_once(_pattern(t, told.value, folds), folds)}"
    names, asked = _folds_of(value)
    if names == folds == ["casei"] and isinstance(asked, Property):
        return _like_in_any_case(t, asked, told.value, like)
    return f"({t.sql(value, Kind.TEXT)} {like})"


def _like_in_any_case(t: Translation, asked: Property, pattern: str, like: str) -> str:
    """The same as of the folded text, but most that do not meet the pattern are left out first."""
    text, rough = t.sql(asked, Kind.TEXT), _rough(pattern)
    first = f'lower({text} COLLATE "C") LIKE {t.bind(rough)}::text AND ' if _tells(rough) else ""
    if "_" in _wildcards(pattern):  # which may stand for one of two letters that one is folded to
        return f"({first}{_fold(t, Operation('casei', (asked,)))} {like})"
    odd, quickly = _quickly(text, ["casei"])
    return f"({first}({quickly} {like} OR {odd} AND {_slowly(text, ['casei'])} {like}))"


def _wildcards(pattern: str) -> set[str]:
    return {found["wildcard"] for found in _PIECE.finditer(pattern)}


def _tells(rough: str) -> bool:
    return len(_TELLING.findall(rough)) >= _TELLING_ENOUGH


def _rough(pattern: str) -> str:
    """A pattern that is met in small letters of ASCII wherever the pattern is met in any case."""
    pieces = (found["wildcard"] or _ESCAPE.sub(_KEPT, found["text"]) for found in _PIECE.finditer(pattern))
    return re.sub("%+", "%", _ACCENTED.sub("_", _SILENT.sub("%", "".join(pieces).lower())))


def _pattern(t: Translation, pattern: str, folds: Sequence[str]) -> str:
    """The pattern; what is between its wildcards is folded piece by piece, so that no fold makes a wildcard."""
    if not folds:
        return f"{t.bind(pattern)}::text"
    pieces = [found["wildcard"] or _literal(t, found["text"], folds) for found in _PIECE.finditer(pattern)]
    return f"({' || '.join(_quoted(one) for one in pieces)})" if pieces else "''"


def _quoted(piece: str) -> str:
    return f"'{piece}'" if piece in {"%", "_"} else piece


def _literal(t: Translation, piece: str, folds: Sequence[str]) -> str:
    return _ESCAPED.format(_slowly(f"{t.bind(_ESCAPE.sub(_KEPT, piece))}::text", folds))


TEXTS: Final[Operators] = {
    "casei": _folded("casei"),
    "accenti": _folded("accenti"),
    "like": Operator(Kind.BOOLEAN, _like),
}
"""Case is folded by upper and lower case of Unicode's root locale, accents by the dictionary of `unaccent`."""
