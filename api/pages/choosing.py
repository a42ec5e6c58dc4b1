"""The filters of the pages: read from the address, shown as boxes, written into addresses again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request

from api.pages.site import Page
from geo.codes import Category, Status
from geo.errors import BadRequest
from geo.projects.choice import Choice, Codes
from geo.projects.selection import Selection
from maps.legend import sign_svg
from maps.palette import NOT_ENTERED

_KNOWN: Mapping[str, frozenset[str]] = {
    "status": frozenset({*Status, NOT_ENTERED}),
    "category": frozenset({*Category, NOT_ENTERED}),
}


@dataclass(frozen=True, slots=True)
class Option:
    """A box to check."""

    value: str
    label: str
    checked: bool
    sign: Markup | None


@dataclass(frozen=True, slots=True)
class Group:
    """The boxes of one code list; `narrowed` is whether some are not checked."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def narrowed(self) -> bool:
        """Whether the group leaves anything out."""
        return not all(option.checked for option in self.options)


def choice(request: Request, selection: Selection) -> Choice:
    """What the address chooses of a selection. Raises BadRequest for a code that no list has."""
    return Choice(selection=selection, statuses=_codes(request, "status"), categories=_codes(request, "category"))


def groups(page: Page, chosen: Choice) -> tuple[Group, ...]:
    """The boxes of the page's filters."""
    _ = page.translate
    return (
        _group("status", _("Status"), page.tongue.statuses, chosen.statuses),
        _group("category", _("Category"), page.tongue.categories, chosen.categories),
    )


def pairs_of(chosen: Choice, **more: str) -> list[tuple[str, str]]:
    """The choice as parameters of an address."""
    pairs = list(more.items())
    for name, codes in (("status", chosen.statuses), ("category", chosen.categories)):
        if codes is not None:
            values = [*sorted(codes.codes), *([NOT_ENTERED] if codes.not_entered else [])]
            pairs += [(name, value) for value in values or [""]]
    return pairs


def _codes(request: Request, name: str) -> Codes | None:
    """One parameter for each code, or codes joined by commas; an empty one chooses none."""
    given = request.query_params.getlist(name)
    if not given:
        return None
    codes = {code.strip() for text in given for code in text.split(",")} - {""}
    if unknown := sorted(codes - _KNOWN[name]):
        raise BadRequest(f"There is no {name} {unknown[0][:40]!r}.", parameter=name)
    if codes == _KNOWN[name]:
        return None
    return Codes(frozenset(codes - {NOT_ENTERED}), NOT_ENTERED in codes)


def _group(name: str, label: str, names: Mapping[str, str], codes: Codes | None) -> Group:
    def checked(code: str) -> bool:
        return codes is None or (codes.not_entered if code == NOT_ENTERED else code in codes.codes)

    options = (
        Option(code, text, checked(code), sign_svg(code) if name == "status" else None) for code, text in names.items()
    )
    return Group(name, label, tuple(options))
