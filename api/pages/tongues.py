"""A language of the pages: its messages, its way of writing, and the templates that speak it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.ogc.links import segment
from api.pages import assets
from api.pages.pairing_names import class_names, state_names, term_names, unit_names
from api.pages.writing import Said, Writing
from api.translations import translations
from geo.city import City
from maps import assets as map_assets
from maps.legend import overlap_svg, sign_svg
from maps.texts import Translate, category_names, status_names

SILENT_FROM: Final = 60
"""Days without news from which lists say so: two of the monthly reports that the duty asks for have not come."""
_TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language; `name` is what it calls itself."""

    code: str
    name: str
    translate: Translate
    counted: Callable[[str, str, int], str]
    writing: Writing
    statuses: Mapping[str, str]
    categories: Mapping[str, str]
    environment: Environment


def tongues(city: City) -> dict[str, Tongue]:
    """The city's languages, in the city's order."""
    return {code: _tongue(code, city) for code in city.languages}


def _tongue(code: str, city: City) -> Tongue:
    locale, messages = Locale.parse(code), translations(code)
    translate: Translate = messages.gettext
    writing = Writing(locale, city.timezone, translate("Title no longer public"))
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        messages.gettext, messages.ngettext, newstyle=True
    )
    environment.filters |= writing.filters | {"segment": segment, "breakable": _breakable}
    statuses, categories = status_names(translate), category_names(translate)
    environment.globals |= {
        "city": city,
        "language": code,
        "statuses": statuses,
        "categories": categories,
        "classes": class_names(translate),
        "states": state_names(translate),
        "terms": term_names(translate),
        "units": unit_names(translate),
        "sign": sign_svg,
        "overlap_sign": overlap_svg,
        "asset": map_assets.url,
        "page_asset": assets.url,
        "lang_of": _lang_of,
        "silent_from": SILENT_FROM,
    }
    name = locale.get_language_name(code) or code
    return Tongue(
        code, name[:1].upper() + name[1:], translate, messages.ngettext, writing, statuses, categories, environment
    )


def _breakable(name: str) -> Markup:
    """A name that lines may break behind its underscores."""
    return Markup("_<wbr>").join(name.split("_"))


def _lang_of(said: Said) -> Markup:
    """The attributes that name the language of a text where it is not the page's, and let it run its own way."""
    return Markup(' lang="{}" dir="auto"').format(said.lang) if said.lang else Markup()
