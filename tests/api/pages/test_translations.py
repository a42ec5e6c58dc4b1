"""Every word of the pages is a message, and every message is translated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import nodes

from api.pages import tongues
from api.translations import FOLDER, translations
from api.translations.extracting import extracted
from data.cities import load_city
from data.policy import load_policy
from data.policy.reading import DEFAULT_POLICY
from data.policy.rules import Withheld

LANGUAGES = ("vi", "en", "ko")
TEMPLATES = sorted((Path(tongues.__file__).parent / "templates").glob("*.html"))
NOT_WORDS = {"Allimi", "QGIS", "GDAL", "m", "m²"}


def catalog(language: str) -> Catalog:
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def ids(messages: Catalog) -> set[object]:
    return {message.id for message in messages if message.id}


def strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (str(message.string),)


def places(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w+\}", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_just_the_messages_in_use(language: str) -> None:
    assert ids(catalog(language)) == ids(extracted()), "run `python -m api.translations.extracting`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_keeps_its_places(language: str) -> None:
    for message in catalog(language):
        forms = message.id if isinstance(message.id, tuple) else (str(message.id),)
        assert not (forms[0] and message.fuzzy), f"not spoken, since marked as fuzzy: {forms[0]}"
        for text in strings(message) if forms[0] else ():
            assert text, f"not translated: {forms[0]}"
            assert places(text) == places(str(forms[-1])), forms[0]


def test_english_is_the_message_itself() -> None:
    for message in catalog("en"):
        if message.id:
            assert message.string == message.id


def test_a_language_without_a_catalogue_speaks_english() -> None:
    assert translations("fr").gettext("Status") == "Status"
    assert translations("vi").gettext("Status") == "Trạng thái"


def test_every_language_of_a_shipped_city_has_a_catalogue() -> None:
    assert load_city().languages == ("vi", "en", "ko")
    for language in load_city().languages:
        assert (FOLDER / f"{language}.po").is_file()
    korean = translations("ko")
    assert korean.gettext("Planned end") == "예정 준공일"
    assert korean.ngettext("%(shown)s work", "%(shown)s works", 3) == "공사 %(shown)s건"


@pytest.mark.parametrize("file", sorted(DEFAULT_POLICY.parent.glob("*.toml")), ids=lambda path: path.stem)
def test_what_the_shipped_policies_say_is_translated(file: Path) -> None:
    policy = load_policy(file)
    grounds = {rule.ground for rule in policy.fields.values() if isinstance(rule, Withheld)}
    for ground in grounds | {told for one in policy.classes for told in (one.ground, one.name)} | {policy.title}:
        for language in ("vi", "ko"):
            assert translations(language).gettext(ground) != ground


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(template: Path) -> None:
    environment = tongues.tongues(load_city())["en"].environment
    tree = environment.parse(template.read_text("utf-8"))
    literal = "".join(
        part.data if isinstance(part, nodes.TemplateData) else "\0"
        for output in tree.find_all(nodes.Output)
        for part in output.nodes
    )
    assert not re.search(r'(aria-label|title|alt|placeholder)="[^"\0]+"', literal)
    shown = re.sub(r"<(code|pre)\b.*?</\1>", " ", literal, flags=re.DOTALL)
    words = set(re.findall(r"[^\W\d_]+²?", re.sub(r"<[^>]*>", " ", shown)))
    assert words - NOT_WORDS == set()
